package dev.parley.conformance.reference;

import dev.parley.conformance.reference.Behaviour.Reaction;
import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.Utf8;
import dev.parley.wire.Violation;
import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
    private static final int SMALL = 16;
    private static final int HUGE = 1 << 30;
    private static final int INFLATED = 64 * 1024;
    private static final int MEMORY = 64 << 20;
    private static final int ABNORMAL = 1006;

    private final Channel channel;
    private final Faults faults;
    private final Company company;
    private final int number;
    private final Limits limits;
    private final Cutter cutter;
    private final ByteArrayOutputStream changed = new ByteArrayOutputStream(); // what faults have made of the input
    private final ByteArrayOutputStream message;
    private @Nullable PermessageDeflate deflate;
    private @Nullable DeflateAgreement agreement;
    private FrameDecoder decoder;
    private byte[] rest = {};
    private @Nullable ProtocolException failure;
    private boolean over;
    private boolean failed;
    private boolean midway;
    private boolean closing; // seen, where faults change the input
    private boolean left; // behind that
    private boolean tooBig; // by its header
    private int frames;
    private boolean opened;
    private boolean closed; // by a close frame of the client
    private Reaction reaction = Reaction.NONE;

    ReferenceConnection(Channel channel, Faults faults, Company company) {
        this.channel = channel;
        this.faults = faults;
        this.company = company;
        this.number = company.arrive();
        this.message = faults.has(Trait.SHARES_MESSAGE_BUFFER) ? company.message() : new ByteArrayOutputStream();
        this.limits = faults.limits(LIMITS);
        this.decoder = FrameDecoder.of(Role.SERVER, limits);
        this.cutter = new Cutter(new Cutter.Taker() {
            @Override
            public void frame(Frame frame) {
                reaction = reaction == Reaction.NONE ? faults.atFrame(frame) : reaction;
                if (reaction != Reaction.NONE) {
                    return;
                }
                left |= closing;
                closing |= frame.is(8);
                faults.inbound(frame).forEach(other -> changed.writeBytes(other.bytes()));
            }

            @Override
            public void raw(byte[] raw) {
                if (reaction != Reaction.NONE) {
                    return;
                }
                faults.endOfRead().forEach(frame -> changed.writeBytes(frame.bytes()));
                changed.writeBytes(raw);
            }

            @Override
            public long length(int opcode, long declared) {
                if ((declared < 0 || declared >= HUGE) && faults.has(Trait.DIES_OF_HUGE_LENGTH)) {
                    company.die();
                }
                reaction = reaction == Reaction.NONE ? faults.atLength(opcode, declared) : reaction;
                tooBig |= faults.refuses(opcode, declared);
                return faults.length(opcode, declared);
            }
        });
    }

    void run() throws IOException {
        try {
            converse();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            company.leave(number);
            if ((opened && faults.has(Trait.LEAKS_CLOSED))
                    || (opened && !closed && !failed && faults.has(Trait.LEAKS_ABORTED))) {
                company.leak();
            }
        }
    }

    private void converse() throws IOException {
        Optional<ReferenceHandshake.Opened> opened = new ReferenceHandshake(channel, faults, company).run();
        if (opened.isPresent()) {
            this.opened = true;
            agree(opened.get());
            faults.begin(agreement, channel.isSecure());
            faults.join(company.sixth, number, channel.out, agreement);
            company.open(number, channel.out);
            try {
                serve(opened.get().behind());
            } finally {
                if (deflate != null) {
                    deflate.close();
                }
            }
        }
        if (failed && faults.has(Trait.WAITS_FOR_CLOSE_AFTER_FAILURE)) {
            channel.awaitClose();
        }
        if (failed && faults.has(Trait.ANSWERS_CLOSE_AFTER_FAILURE)) {
            channel.answerLateClose();
        }
        if (left && faults.has(Trait.RESETS_IF_BYTES_ARE_LEFT)) {
            channel.reset();
        } else {
            if (faults.staysOpen()) {
                company.awaitEnd();
            }
            channel.end(faults, company);
        }
    }

    private void agree(ReferenceHandshake.Opened opened) {
        if (opened.deflate().isPresent()) {
            agreement = faults.agreement(opened.deflate().get());
            deflate = deflate(agreement);
            decoder = FrameDecoder.withRsv1(Role.SERVER, limits);
        }
    }

    private PermessageDeflate deflate(DeflateAgreement terms) {
        return PermessageDeflate.of(Role.SERVER, terms, DeflateSettings.DEFAULT, faults.inflating(LIMITS));
    }

    private void forgetWindow() {
        if (deflate != null && agreement != null && !midway) {
            deflate.close();
            deflate = deflate(agreement);
        }
    }

    private void serve(byte[] early) throws IOException {
        int size = faults.has(Trait.DROPS_ECHOES_UNDER_LOAD) ? BUFFER / 16 : BUFFER;
        byte[] buffer = new byte[faults.has(Trait.FORGETS_CUT_FRAMES) ? 1 : size];
        byte[] bytes = faults.has(Trait.LOSES_PARTIAL_FRAME_BEHIND_REQUEST) ? Cutter.wholeFrames(early) : early;
        int got = bytes.length;
        if (got > 0 && faults.has(Trait.HOLDS_FRAMES_BEHIND_REQUEST)) {
            rest = bytes;
            got = channel.in.read(buffer);
            bytes = buffer;
        }
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
        if (midway && faults.has(Trait.ECHOES_UNFINISHED_AT_FIN)) {
            echo(LAST);
        }
        if (faults.has(Trait.CLOSES_AT_FIN)) {
            close(ABNORMAL);
        }
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
            faults.withinFrame(cutter.isWithinFrame());
            faults.endOfRead().forEach(frame -> changed.writeBytes(frame.bytes()));
            byte[] now = changed.toByteArray();
            changed.reset();
            decode(now, now.length);
            if (tooBig) {
                throw new ProtocolException(Violation.MESSAGE_TOO_BIG, ProtocolException.UNKNOWN_OFFSET);
            }
            react();
        } catch (ProtocolException e) {
            fail(e);
        }
    }

    private void react() {
        if (reaction == Reaction.HANGS) {
            company.awaitEnd();
        } else if (reaction == Reaction.DIES) {
            company.die();
        }
        over |= reaction != Reaction.NONE;
    }

    private void fail(ProtocolException cause) {
        faults.failing(cause).ifPresent(this::close);
        if (faults.has(Trait.DIES_OF_FAILURE)) {
            company.die();
        }
        over = !faults.has(Trait.GOES_ON_AFTER_FAILURE);
        failed = true;
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
                requireMemory();
            }
            midway = (flags & LAST) == 0;
            if (!midway) {
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
        int most = faults.has(Trait.INFLATES_64K_ONLY) ? INFLATED - message.size() : length;
        message.write(bytes, offset, Math.max(0, Math.min(length, most)));
        requireMemory();
        return true;
    }

    /** A server without limits ends a connection that takes all it has. */
    private void requireMemory() {
        if (message.size() > MEMORY) {
            throw new UncheckedIOException(new IOException("out of memory"));
        }
    }

    private void echo(int flags) {
        boolean empty = message.size() == 0;
        byte[] payload = faults.spoken(message.toByteArray(), flags);
        message.reset();
        int opcode = (flags & TEXT) != 0 ? Opcode.TEXT.value() : Opcode.BINARY.value();
        int byte0 = FrameHeader.FIN | opcode;
        boolean small = payload.length < SMALL;
        if (deflate != null && (flags & RSV1) != 0) {
            boolean marked = small && faults.has(Trait.MARKS_SMALL_AS_COMPRESSED);
            boolean vain = small && faults.has(Trait.COMPRESSES_SMALL_IN_VAIN);
            byte[] packed =
                    marked ? payload : sharesDeflater() ? company.packed(payload) : Company.packed(deflate, payload);
            payload = vain ? payload : packed;
            byte0 |= vain ? 0 : FrameHeader.RSV1;
        } else if (deflate != null && faults.has(Trait.COMPRESSES_PLAIN_IN_VAIN)) {
            Company.packed(deflate, payload);
        } else if (faults.has(Trait.LOSES_WINDOW_BEHIND_PLAIN)) {
            forgetWindow();
        }
        write(Frame.of(byte0, payload));
        if (empty && (flags & RSV1) != 0 && faults.has(Trait.LOSES_WINDOW_BEHIND_EMPTY)) {
            forgetWindow();
        }
    }

    /** Where the client keeps all that it has been sent. */
    private boolean sharesDeflater() {
        return faults.has(Trait.SHARES_DEFLATER)
                && agreement != null
                && agreement.server().contextTakeover() == ContextTakeover.ALLOWED
                && agreement.server().maxWindowBits() == DeflateDirection.MAX_WINDOW_BITS;
    }

    @Override
    public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
        byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
        if (++frames > FLOOD && faults.has(Trait.DIES_OF_FLOOD)) {
            company.die();
        }
        if (opcode == Opcode.PING) {
            if (faults.has(Trait.LOSES_WINDOW_AT_PING)) {
                forgetWindow();
            }
            write(Frame.of(FrameHeader.FIN | Opcode.PONG.value(), payload));
        } else if (opcode == Opcode.CLOSE) {
            answer(length < 2 ? NORMAL : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
        }
        return true;
    }

    private void answer(int code) {
        closed = true;
        try {
            if (!channel.overlooksClose(faults)) {
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
            boolean elsewhere = !frame.isControl() && faults.has(Trait.ANSWERS_YOUNGEST);
            OutputStream out = elsewhere ? company.youngest() : channel.out;
            for (Frame other : faults.outbound(frame)) {
                byte[] bytes = faults.written(faults.changesOutput() ? other.bytes() : other.encoded(), other);
                if (faults.has(Trait.WRITES_ONE_FRAME_AT_A_TIME)) {
                    company.alone(() -> out.write(bytes));
                } else {
                    out.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
