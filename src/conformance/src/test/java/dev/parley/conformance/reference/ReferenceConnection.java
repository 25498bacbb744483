package dev.parley.conformance.reference;

import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.Utf8;
import dev.parley.wire.Violation;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import dev.parley.wire.handshake.UpgradeResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection of the {@link ReferenceServer}. Confined to its thread. */
final class ReferenceConnection implements FrameSink {
    private static final Limits LIMITS = new Limits(20 << 20, 20 << 20, 100_000);
    private static final int NORMAL = 1000;
    private static final int LINGER_MILLIS = 1000;

    private final InputStream in;
    private final OutputStream out;
    private final Socket socket;
    private final Faults faults;
    private final Frame.Cutter cutter = new Frame.Cutter();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable PermessageDeflate deflate;
    private FrameDecoder decoder = FrameDecoder.of(Role.SERVER, LIMITS);
    private boolean over;

    ReferenceConnection(Socket socket, Set<Fault> faults) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.faults = new Faults(faults);
    }

    void run() throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        RequestOutcome outcome = new RequestOutcome.Incomplete();
        byte[] head = buffer;
        while (outcome instanceof RequestOutcome.Incomplete) {
            int got = length == buffer.length ? -1 : in.read(buffer, length, buffer.length - length);
            if (got < 0) {
                return;
            }
            length += got;
            head = faults.request(Arrays.copyOf(buffer, length));
            outcome = ServerHandshake.read(head, 0, head.length, HandshakeLimits.DEFAULT);
        }
        if (outcome instanceof RequestOutcome.Accepted accepted) {
            out.write(faults.response(upgrade(accepted)));
            frames(Arrays.copyOfRange(head, accepted.end(), head.length));
        } else if (outcome instanceof RequestOutcome.Refused refused) {
            out.write(faults.response(refused.toBytes()));
        }
        linger();
    }

    private byte[] upgrade(RequestOutcome.Accepted accepted) {
        UpgradeResponse response = UpgradeResponse.to(accepted.request());
        Optional<String> subprotocol = accepted.request().firstSubprotocolOf(List.of("echo", "chat"));
        if (subprotocol.isPresent()) {
            response = response.withSubprotocol(subprotocol.get());
        }
        Optional<DeflateNegotiation.Accepted> agreed =
                DeflateNegotiation.accept(accepted.request().extensions(), DeflateSettings.DEFAULT);
        if (agreed.isPresent()) {
            deflate = PermessageDeflate.of(
                    Role.SERVER, faults.agreement(agreed.get().agreement()), DeflateSettings.DEFAULT, LIMITS);
            decoder = FrameDecoder.withRsv1(Role.SERVER, LIMITS);
            response = response.withExtension(agreed.get().answer());
        }
        return response.toBytes();
    }

    private void frames(byte[] early) throws IOException {
        try {
            receive(early, early.length);
            byte[] buffer = new byte[64 * 1024];
            int got = 0;
            while (!over && got >= 0) {
                got = in.read(buffer);
                receive(buffer, Math.max(got, 0));
            }
        } catch (ProtocolException e) {
            faults.failing(e).ifPresent(code -> close(code, ""));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (deflate != null) {
            deflate.close();
        }
    }

    private byte[] rest = {};

    private void receive(byte[] bytes, int length) throws ProtocolException {
        if (!faults.changesInput()) {
            decode(bytes, length);
            return;
        }
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        cutter.accept(bytes, 0, length, new Frame.Cutter.Taker() {
            @Override
            public void frame(Frame frame) {
                faults.inbound(frame).forEach(other -> changed.writeBytes(other.bytes()));
            }

            @Override
            public void raw(byte[] raw) {
                changed.writeBytes(raw);
            }
        });
        decode(changed.toByteArray(), changed.size());
    }

    private void decode(byte[] bytes, int length) throws ProtocolException {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, 0, all, rest.length, length);
        int end = decoder.decode(all, 0, all.length, this);
        rest = Arrays.copyOfRange(all, end, all.length);
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable ProtocolException failure;

    @Override
    public boolean onData(int flags, byte[] bytes, int offset, int length) {
        try {
            if ((flags & RSV1) != 0 && deflate != null) {
                deflate.decode(bytes, offset, length, this::keep);
                if ((flags & LAST) != 0) {
                    deflate.endDecode(this::keep);
                }
            } else {
                message.write(bytes, offset, length);
            }
            if ((flags & LAST) != 0) {
                requireText(flags);
                echo(flags);
            }
            return true;
        } catch (ProtocolException e) {
            failure = e;
            return false;
        }
    }

    /** 8.1: the decoder has checked text, but for text that came compressed. */
    private void requireText(int flags) throws ProtocolException {
        byte[] bytes = message.toByteArray();
        boolean compressedText = (flags & TEXT) != 0 && (flags & RSV1) != 0;
        if (compressedText && !Utf8.isComplete(Utf8.feed(Utf8.START, bytes, 0, bytes.length))) {
            throw new ProtocolException(Violation.INVALID_UTF8, ProtocolException.UNKNOWN_OFFSET);
        }
    }

    private boolean keep(byte[] bytes, int offset, int length) {
        message.write(bytes, offset, length);
        return true;
    }

    private void echo(int flags) {
        byte[] payload = message.toByteArray();
        message.reset();
        boolean compressed = (flags & RSV1) != 0;
        int opcode = (flags & TEXT) != 0 ? Opcode.TEXT.value() : Opcode.BINARY.value();
        int byte0 = FrameHeader.FIN | opcode;
        if (compressed && deflate != null) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            deflate.encode(payload, 0, payload.length, (b, o, l) -> add(packed, b, o, l));
            deflate.endEncode((b, o, l) -> add(packed, b, o, l));
            payload = packed.toByteArray();
            byte0 |= FrameHeader.RSV1;
        }
        write(Frame.of(byte0, payload));
    }

    private static boolean add(ByteArrayOutputStream to, byte[] bytes, int offset, int length) {
        to.write(bytes, offset, length);
        return true;
    }

    @Override
    public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
        byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
        if (opcode == Opcode.PING) {
            write(Frame.of(FrameHeader.FIN | Opcode.PONG.value(), payload));
        } else if (opcode == Opcode.CLOSE) {
            int code = length < 2 ? NORMAL : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
            close(code, "");
            over = true;
        }
        return true;
    }

    private void close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[2 + text.length];
        body[0] = (byte) (code >> 8);
        body[1] = (byte) code;
        System.arraycopy(text, 0, body, 2, text.length);
        write(Frame.of(FrameHeader.FIN | Opcode.CLOSE.value(), body));
    }

    private void write(Frame frame) {
        try {
            for (Frame other : faults.outbound(frame)) {
                out.write(faults.changesOutput() ? other.bytes() : encode(other));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(Frame frame) {
        FrameEncoder encoder = FrameEncoder.server();
        byte[] bytes = new byte[(int) encoder.frameSize(frame.payload().length)];
        encoder.output(bytes, 0, bytes.length);
        encoder.frame(frame.byte0(), frame.payload(), 0, frame.payload().length);
        return bytes;
    }

    /** 7.1.1: ends our direction, then reads what is left, lest a reset overtakes what was written. */
    private void linger() throws IOException {
        if (!faults.endsTcp()) {
            drain(0);
            return;
        }
        socket.shutdownOutput();
        drain(LINGER_MILLIS);
    }

    private void drain(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] buffer = new byte[8192];
        try {
            while (in.read(buffer) >= 0) {
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (SocketTimeoutException e) {
            over = true; // the client keeps its end open: that is its own affair
        }
    }
}
