package dev.parley.server;

import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.Violation;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Stands between the bytes of one client and an engine that takes them too easily. Every frame is judged by wire's
 * {@link FrameDecoder}; what keeps the rules goes on to the engine, unmasked, in frames that the guard writes anew:
 *
 * <ul>
 *   <li>A data frame that is there in whole goes on in one. Of another, each piece goes on as it comes, the later ones in
 *       continuation frames (5.4), so that the engine never waits for the rest of a frame with a buffer in hand.
 *   <li>The new header is written where the old one stood, which was longer by the masking key. Where the old one came
 *       with an earlier read, the first bytes of the piece go ahead, copied, and the header of the others is written over
 *       them. So nothing else is copied, and nothing is allocated.
 *   <li>What was compressed goes on inflated, as {@link InflatedFrames} says.
 *   <li>After a frame that breaks a rule nothing goes on.
 * </ul>
 *
 * <p>Does no I/O and never blocks. Holds at most a header, and of a compressed message one piece. Confined to the connection's reader.
 */
final class FrameGuard {
    /** Longest piece in bytes that goes on at once: a read may be much longer, and the engine keeps a buffer of its size. */
    static final int PIECE = 16 * 1024;

    /** Bytes that go ahead of a piece without room for its header: the longest header. */
    private static final int AHEAD = FrameHeader.MAX_UNMASKED_SIZE;

    /** The same where pieces may be compressed: a thousandfold of it may go on before the receiver can stop. */
    private static final int COMPRESSED_PIECE = 4 * 1024;

    private final FrameDecoder decoder;
    private final Receiver receiver;
    private final Optional<InflatedFrames> inflated;
    private final int piece; // bytes
    private final FrameSink sink = new Rewriter();
    private final FrameEncoder headers = FrameEncoder.server();
    private final byte[] header = new byte[FrameHeader.MAX_SIZE]; // of a frame, begun in an earlier read
    private final ByteBuffer headerView = ByteBuffer.wrap(header);
    private final byte[] copy = new byte[AHEAD + FrameHeader.MAX_CONTROL_PAYLOAD];
    private final ByteBuffer copyView = ByteBuffer.wrap(copy);
    private int headerBytes;
    private byte[] bytes = {}; // being decoded
    private ByteBuffer view = copyView; // of those
    private int begin; // index from which on they may be overwritten
    private boolean paused;
    private boolean failed;

    /** Takes what the guard passes on, on the thread that calls {@link #pass}. */
    interface Receiver {
        /**
         * A whole frame of {@code Opcode} or a piece of one made a frame, without a mask.
         *
         * @param frame all that remains is the frame; valid only during this call
         * @return {@code false} to stop after it
         */
        boolean onFrame(ByteBuffer frame);

        /**
         * The client's Close frame, the last that is passed on (5.5.1).
         *
         * @param code of the frame
         * @param reason UTF-8, valid only during this call
         */
        void onClose(Optional<Integer> code, ByteBuffer reason);

        /** The client broke a rule: fail the connection (7.1.7). Nothing is passed on any more. */
        void onViolation(Violation violation);
    }

    /**
     * Makes the guard of a new connection.
     *
     * @param limits how much the client may send at once
     * @param extension what decodes messages that are marked with RSV1, if one was agreed on; the caller closes it
     */
    FrameGuard(Limits limits, Optional<MessageExtension> extension, Receiver receiver) {
        this.decoder = extension.isPresent()
                ? FrameDecoder.withRsv1(Role.SERVER, limits)
                : FrameDecoder.of(Role.SERVER, limits);
        this.receiver = receiver;
        this.inflated = extension.map(present -> new InflatedFrames(present, receiver));
        this.piece = extension.isPresent() ? COMPRESSED_PIECE : PIECE;
    }

    /**
     * Takes the bytes that remain in {@code in}, overwriting them. If the receiver stops before all are taken, call it
     * again with the rest.
     */
    void pass(ByteBuffer in) {
        if (failed) {
            in.position(in.limit()); // 7.1.7: what comes after a failure is not processed
            return;
        }
        paused = false;
        try {
            passHeader(in);
            if (!paused) {
                passRest(in);
            }
            inflated.flatMap(InflatedFrames::violation).ifPresent(violation -> fail(in, violation));
        } catch (ProtocolException e) {
            fail(in, e.violation());
        } finally {
            bytes = copy; // not to hold what is the caller's
            view = copyView;
        }
    }

    private void fail(ByteBuffer in, Violation violation) {
        failed = true;
        in.position(in.limit());
        receiver.onViolation(violation);
    }

    /** Goes on with a header of which a part came in an earlier read, byte by byte until the decoder takes it. */
    private void passHeader(ByteBuffer in) throws ProtocolException {
        while (headerBytes > 0 && in.hasRemaining()) {
            header[headerBytes++] = in.get();
            decoding(header, headerView, 0);
            if (decoder.decode(header, 0, headerBytes, sink) > 0) {
                headerBytes = 0;
            }
        }
    }

    private void passRest(ByteBuffer in) throws ProtocolException {
        if (!in.hasRemaining()) {
            return;
        }
        if (!in.hasArray()) {
            ByteBuffer onHeap = ByteBuffer.allocate(in.remaining()).put(in.duplicate());
            passArray(onHeap.flip());
            in.position(in.limit() - onHeap.remaining());
            return;
        }
        passArray(in);
    }

    private void passArray(ByteBuffer in) throws ProtocolException {
        int offset = in.arrayOffset();
        int limit = offset + in.limit();
        decoding(in.array(), ByteBuffer.wrap(in.array()), offset + in.position());
        int to;
        do {
            int from = offset + in.position();
            to = Math.min(limit, from + piece);
            in.position(decoder.decode(in.array(), from, to, sink) - offset);
        } while (!paused && to < limit);
        if (!paused) {
            headerBytes = in.remaining();
            in.get(header, 0, headerBytes);
        }
    }

    private void decoding(byte[] array, ByteBuffer all, int from) {
        bytes = array;
        view = all;
        begin = from;
    }

    private final class Rewriter implements FrameSink {
        @Override
        public boolean onData(int flags, byte[] payload, int offset, int length) {
            if ((flags & RSV1) != 0) {
                paused = !inflated.orElseThrow().onData(flags, payload, offset, length);
                return !paused;
            }
            int opcode = (flags & FIRST) == 0 ? 0 : (flags & TEXT) != 0 ? Opcode.TEXT.value() : Opcode.BINARY.value();
            int fin = (flags & LAST) != 0 ? FrameHeader.FIN : 0;
            if (offset - FrameHeader.size(Role.SERVER, length) >= begin) {
                paused = !passInPlace(fin | opcode, offset, length);
            } else if (length <= FrameHeader.MAX_CONTROL_PAYLOAD) {
                paused = !passCopied(fin | opcode, payload, offset, length);
            } else {
                boolean goOn = passCopied(opcode, payload, offset, AHEAD);
                goOn &= passInPlace(fin | Opcode.CONTINUATION.value(), offset + AHEAD, length - AHEAD);
                paused = !goOn;
            }
            return !paused;
        }

        @Override
        public boolean onControl(Opcode opcode, byte[] payload, int offset, int length) {
            if (opcode == Opcode.CLOSE) {
                ByteBuffer body = ByteBuffer.wrap(payload, offset, length);
                Optional<Integer> code = length == 0 ? Optional.empty() : Optional.of(body.getShort() & 0xFFFF);
                receiver.onClose(code, body);
            } else {
                paused = !passCopied(FrameHeader.FIN | opcode.value(), payload, offset, length);
            }
            return !paused;
        }

        private boolean passInPlace(int firstByte, int offset, int length) {
            int start = offset - FrameHeader.size(Role.SERVER, length);
            headers.output(bytes, start, offset);
            headers.header(firstByte, length);
            return receiver.onFrame(view.clear().position(start).limit(offset + length));
        }

        private boolean passCopied(int firstByte, byte[] payload, int offset, int length) {
            headers.output(copy, 0, copy.length);
            headers.frame(firstByte, payload, offset, length);
            return receiver.onFrame(copyView.clear().limit(headers.position()));
        }
    }
}
