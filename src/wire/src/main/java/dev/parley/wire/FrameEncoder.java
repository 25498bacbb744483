package dev.parley.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Writes frames into the caller's memory (5.2, 5.3), one after the other. Allocates nothing per frame. Confined to one
 * thread at a time.
 *
 * <p>Point it to an array with {@link #output}, write frames while they fit, and send what lies before
 * {@link #position}. For a gathering write, {@link #header} writes the header alone and the payload is sent from where it
 * is; a client masks it there first, with {@link #maskPayload}. The encoder writes what it is told: to keep the order of
 * fragments and to stop after Close is the caller's part ({@link Fragmenter}, {@code Connection}).
 */
public final class FrameEncoder {
    private static final MaskingKeys NO_KEYS = () -> 0;
    private static final int PIECE = 4096;

    private final boolean masks;
    private final MaskingKeys keys;
    private byte[] out = {};
    private int position;
    private int limit;
    private long mask; // of the payload byte that comes next, after header()
    private byte[] piece = {}; // for buffers without an array; made when the first comes

    private FrameEncoder(Role sender, MaskingKeys keys) {
        this.masks = sender == Role.CLIENT;
        this.keys = keys;
    }

    /** An encoder for what a server sends: never masked (5.1). */
    public static FrameEncoder server() {
        return new FrameEncoder(Role.SERVER, NO_KEYS);
    }

    /** An encoder for what a client sends: masked, each frame with the next of these keys (5.1, 5.3). */
    public static FrameEncoder client(MaskingKeys keys) {
        return new FrameEncoder(Role.CLIENT, keys);
    }

    /**
     * Sets where the next frames go: {@code bytes[from, to)}, borrowed until the next call of this method.
     *
     * @throws IndexOutOfBoundsException if {@code [from, to)} is not within {@code bytes}
     */
    public void output(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        out = bytes;
        position = from;
        limit = to;
    }

    /** Index in the output after the last frame written. */
    public int position() {
        return position;
    }

    /** Bytes of output left. */
    public int remaining() {
        return limit - position;
    }

    /** Bytes of a whole frame with a payload of {@code length} bytes. */
    public long frameSize(long length) {
        return length + FrameHeader.size(masks ? Role.CLIENT : Role.SERVER, length);
    }

    /**
     * Writes a whole frame.
     *
     * @param firstByte FIN, reserved bits and opcode, as {@code FIN | Opcode.TEXT.value()}
     * @param payload read in {@code [offset, offset + length)}; not changed
     * @return {@code false} if the frame does not fit in the output; nothing is written then
     * @throws IllegalArgumentException if a control frame has more than 125 bytes of payload (5.5)
     */
    public boolean frame(int firstByte, byte[] payload, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        if (length > limit - position - FrameHeader.MAX_SIZE && frameSize(length) > remaining()) {
            return false;
        }
        writeHeader(firstByte, length);
        if (masks) {
            Masking.copy(payload, offset, out, position, length, mask);
        } else {
            System.arraycopy(payload, offset, out, position, length);
        }
        position += length;
        return true;
    }

    /**
     * Writes a whole frame from one buffer to another, and moves the positions of both behind it.
     *
     * @param payload all that remains is the payload; its bytes are not changed
     * @return {@code false} if the frame does not fit in {@code to}; nothing is written then
     * @throws IllegalArgumentException if a control frame has more than 125 bytes of payload (5.5)
     */
    public boolean frame(int firstByte, ByteBuffer payload, ByteBuffer to) {
        int length = payload.remaining();
        if (frameSize(length) > to.remaining()) {
            return false;
        }
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        output(piece, 0, PIECE);
        writeHeader(firstByte, length);
        to.put(piece, 0, position);
        if (!masks) {
            to.put(payload);
            return true;
        }
        while (payload.hasRemaining()) {
            int n = Math.min(payload.remaining(), PIECE);
            payload.get(piece, 0, n);
            maskPayload(piece, 0, n);
            to.put(piece, 0, n);
        }
        return true;
    }

    /**
     * Writes the header of a frame whose payload is sent from elsewhere.
     *
     * @param firstByte FIN, reserved bits and opcode
     * @param length bytes of payload, not negative
     * @return {@code false} if the header does not fit in the output; nothing is written then
     * @throws IllegalArgumentException if a control frame has more than 125 bytes of payload (5.5)
     */
    public boolean header(int firstByte, long length) {
        if (length < 0) {
            throw new IllegalArgumentException("payload length " + length + " is negative");
        }
        if (FrameHeader.size(masks ? Role.CLIENT : Role.SERVER, length) > remaining()) {
            return false;
        }
        writeHeader(firstByte, length);
        return true;
    }

    /**
     * Masks the next piece of the payload whose header was written last, in place; for a server, does nothing. Call it
     * for all pieces in order, or for the whole payload at once.
     */
    public void maskPayload(byte[] payload, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        if (masks) {
            Masking.apply(payload, offset, offset + length, mask);
            mask = Masking.advance(mask, length);
        }
    }

    private void writeHeader(int firstByte, long length) {
        if (length > FrameHeader.MAX_CONTROL_PAYLOAD && FrameRules.isControl(firstByte)) {
            throw new IllegalArgumentException("control frame of " + length + " bytes; at most 125 are allowed (5.5)");
        }
        int start = position;
        int end = FrameHeader.write(out, start, firstByte, length);
        if (masks) {
            int key = keys.next();
            mask = Masking.mask(key);
            end = FrameHeader.writeKey(out, start, end, key);
        }
        position = end;
    }
}
