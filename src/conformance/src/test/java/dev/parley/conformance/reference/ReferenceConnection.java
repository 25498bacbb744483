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
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of the {@link ReferenceServer}. Confined to its thread. */
final class ReferenceConnection implements FrameSink {
    private static final Limits LIMITS = new Limits(20 << 20, 20 << 20, 100_000);
    private static final int NORMAL = 1000;
    private static final int BUFFER = 32 * 1024;
    private static final int FLOOD = 1000;

    private final Channel channel;
    private final Faults faults;
    private final Company company;
    private final int number;
    private final Limits limits;
    private final Cutter cutter;
    private final ByteArrayOutputStream changed = new ByteArrayOutputStream(); // what faults have made of the input
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable PermessageDeflate deflate;
    private FrameDecoder decoder;
    private byte[] rest = {};
    private @Nullable ProtocolException failure;
    private boolean over;
    private int frames;

    ReferenceConnection(Channel channel, Faults faults, Company company) {
        this.channel = channel;
        this.faults = faults;
        this.company = company;
        this.number = company.arrive();
        this.limits = faults.limits(LIMITS);
        this.decoder = FrameDecoder.of(Role.SERVER, limits);
        this.cutter = new Cutter(new Cutter.Taker() {
            @Override
            public void frame(Frame frame) {
                faults.inbound(frame).forEach(other -> changed.writeBytes(other.bytes()));
            }

            @Override
            public void raw(byte[] raw) {
                changed.writeBytes(raw);
            }

            @Override
            public long length(int opcode, long declared) {
                return faults.length(opcode, declared);
            }
        });
    }

    void run() throws IOException {
        try {
            converse();
        } finally {
            company.leave(number);
        }
    }

    private void converse() throws IOException {
        Optional<ReferenceHandshake.Opened> opened = new ReferenceHandshake(channel, faults, company).run();
        if (opened.isPresent()) {
            agree(opened.get());
            try {
                serve(opened.get().behind());
            } finally {
                if (deflate != null) {
                    deflate.close();
                }
            }
        }
        channel.end(faults, company);
    }

    private void agree(ReferenceHandshake.Opened opened) {
        if (opened.deflate().isPresent()) {
            deflate = PermessageDeflate.of(
                    Role.SERVER, faults.agreement(opened.deflate().get()), DeflateSettings.DEFAULT, limits);
            decoder = FrameDecoder.withRsv1(Role.SERVER, limits);
        }
    }

    private void serve(byte[] early) throws IOException {
        int size = faults.has(Trait.DROPS_ECHOES_UNDER_LOAD) ? BUFFER / 16 : BUFFER;
        byte[] buffer = new byte[faults.has(Trait.FORGETS_CUT_FRAMES) ? 1 : size];
        byte[] bytes = early;
        int got = early.length;
        while (!over && got >= 0) {
            receive(bytes, got);
            if (!over) {
                bytes = buffer;
                got = channel.in.read(buffer);
            }
            if (faults.has(Trait.SERVES_YOUNGEST_ONLY)) {
                company.awaitYounger(number);
            }
        }
        if (got < 0) {
            fin();
        }
    }

    private void fin() {
        if (faults.has(Trait.DIES_OF_FIN)) {
            company.die();
        }
        if (faults.has(Trait.IGNORES_FIN)) {
            company.awaitEnd();
        }
    }

    private void receive(byte[] bytes, int length) throws IOException {
        try {
            if (!faults.changesInput()) {
                decode(bytes, length);
                return;
            }
            cutter.accept(bytes, length);
            faults.endOfRead().forEach(frame -> changed.writeBytes(frame.bytes()));
            byte[] now = changed.toByteArray();
            changed.reset();
            decode(now, now.length);
        } catch (ProtocolException e) {
            fail(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void fail(ProtocolException cause) {
        faults.failing(cause).ifPresent(this::close);
        if (faults.has(Trait.DIES_OF_FAILURE)) {
            company.die();
        }
        over = !faults.has(Trait.GOES_ON_AFTER_FAILURE);
        decoder = FrameDecoder.of(Role.SERVER, limits);
        rest = new byte[0];
        failure = null;
    }

    private void decode(byte[] bytes, int length) throws ProtocolException {
        byte[] all = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, 0, all, rest.length, length);
        int end = decoder.decode(all, 0, all.length, this);
        rest = faults.has(Trait.FORGETS_CUT_FRAMES) ? new byte[0] : Arrays.copyOfRange(all, end, all.length);
        if (failure != null) {
            throw failure;
        }
    }

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
        int opcode = (flags & TEXT) != 0 ? Opcode.TEXT.value() : Opcode.BINARY.value();
        int byte0 = FrameHeader.FIN | opcode;
        if ((flags & RSV1) != 0 && deflate != null) {
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
        if (++frames > FLOOD && faults.has(Trait.DIES_OF_FLOOD)) {
            company.die();
        }
        if (opcode == Opcode.PING) {
            write(Frame.of(FrameHeader.FIN | Opcode.PONG.value(), payload));
        } else if (opcode == Opcode.CLOSE) {
            answer(length < 2 ? NORMAL : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
        }
        return true;
    }

    private void answer(int code) {
        try {
            if (!faults.has(Trait.OVERLOOKS_CLOSE_BEFORE_FIN) || !channel.endsNow()) {
                close(code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        over = true;
        if (faults.has(Trait.DIES_OF_CLOSE)) {
            company.die();
        }
    }

    private void close(int code) {
        byte[] body = {(byte) (code >> 8), (byte) code};
        write(Frame.of(FrameHeader.FIN | Opcode.CLOSE.value(), body));
    }

    private void write(Frame frame) {
        try {
            if (!frame.is(8) && faults.canDie()) {
                company.awaitDeath(number);
            }
            if (!frame.isControl() && faults.has(Trait.DROPS_ECHOES_UNDER_LOAD) && channel.in.available() > 0) {
                return;
            }
            for (Frame other : faults.outbound(frame)) {
                channel.out.write(faults.changesOutput() ? other.bytes() : encode(other));
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
}
