package dev.parley.server;

import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.Opcode;
import dev.parley.wire.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compresses what the engine writes (RFC 7692 section 6.1): every message, whatever its size, so that a peer's window and
 * ours always agree. The engine gives the frames of messages one after the other, whichever thread it is on. Safe for any
 * thread.
 */
final class DeflatedFrames {
    private static final int AHEAD = FrameHeader.MAX_UNMASKED_SIZE;
    private static final int LEAST = 64; // bytes of payload to begin with
    private static final int OPCODE = 0x0F;
    private static final int CONTROL = 0x08;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final MessageExtension extension; // this and all below: guarded by this
    private final FrameEncoder headers = FrameEncoder.server();
    private byte[] out = {};
    private int end;
    private boolean closed;

    DeflatedFrames(MessageExtension extension) {
        this.extension = extension;
    }

    /**
     * Returns the frame to write in place of a whole one of the engine's; a control frame as it is; empty after
     * {@link #close}.
     *
     * @param frame not masked, not taken from
     */
    synchronized Optional<ByteBuffer> encode(ByteBuffer frame) {
        int first = frame.get(frame.position()) & 0xFF;
        if ((first & CONTROL) != 0) {
            return Optional.of(frame);
        }
        if (closed) {
            return Optional.empty();
        }
        ByteBuffer payload = payload(frame);
        out = new byte[AHEAD + Math.max(LEAST, payload.remaining() / 2)]; // it leaves with the frame
        end = AHEAD;
        extension.encode(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining(), this::add);
        if ((first & FrameHeader.FIN) != 0) {
            extension.endEncode(this::add);
        }
        boolean begins = (first & OPCODE) != Opcode.CONTINUATION.value();
        int start = AHEAD - FrameHeader.size(Role.SERVER, end - AHEAD);
        headers.output(out, start, AHEAD);
        headers.header(begins ? first | FrameHeader.RSV1 : first, end - AHEAD);
        ByteBuffer encoded = ByteBuffer.wrap(out, start, end - start);
        out = new byte[0];
        return Optional.of(encoded);
    }

    private static ByteBuffer payload(ByteBuffer frame) {
        int length = frame.get(frame.position() + 1) & LENGTH;
        int extended = length == LENGTH_16 ? Short.BYTES : length == LENGTH_64 ? Long.BYTES : 0;
        ByteBuffer payload = frame.duplicate().position(frame.position() + 2 + extended);
        return payload.hasArray()
                ? payload
                : ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }

    private boolean add(byte[] bytes, int offset, int length) {
        if (length > out.length - end) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, end + length));
        }
        System.arraycopy(bytes, offset, out, end, length);
        end += length;
        return true;
    }

    /** Releases what the extension holds, in both directions; only when nothing is read any more. */
    synchronized void close() {
        closed = true;
        extension.close();
    }
}
