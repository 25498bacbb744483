package dev.parley.server;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The header of a frame (RFC 6455 section 5.2), read in place. Reused from frame to frame; confined to its guard.
 *
 * <pre>
 *  byte 0                 byte 1                   then
 * +-+-+-+-+-------+      +-+-------------+      +--------------+-----------------+
 * |F|R|R|R|opcode |      |M| length      |      | 0, 2 or 8    | masking key,    |
 * |I|S|S|S|       |      |A| 126: 16 bits|      | bytes length | 4 bytes if MASK |
 * |N|V|V|V|       |      |S| 127: 64 bits|      |              |                 |
 * +-+-+-+-+-------+      +-+-------------+      +--------------+-----------------+
 * </pre>
 */
final class FrameHeader {
    static final int B0_FIN = 0x80;
    static final int B0_RSV = 0x70;
    static final int B0_OPCODE = 0x0F;
    static final int B1_MASK = 0x80;
    static final int B1_LENGTH = 0x7F;
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;
    static final int KEY_BYTES = 4;
    /** Longest header in bytes: 2 + 8 length + 4 masking key. */
    static final int MAX_BYTES = 14;

    static final int CONTINUATION = 0x0;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PONG = 0xA;

    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int MAX_16 = 0xFFFF;

    private int b0;
    private int b1;
    private int bytes;
    private long length;

    /**
     * Returns how many bytes the header has that begins with these two.
     *
     * @param second byte 1
     */
    static int bytes(byte second) {
        int code = second & B1_LENGTH;
        int extended = code == LENGTH_64 ? Long.BYTES : code == LENGTH_16 ? Short.BYTES : 0;
        return 2 + extended + ((second & B1_MASK) == 0 ? 0 : KEY_BYTES);
    }

    /**
     * Reads the header at {@code at}, leaving the buffer's position alone.
     *
     * @return whether all of it is there; if not, this object holds nothing
     */
    boolean read(ByteBuffer source, int at) {
        int available = source.limit() - at;
        if (available < 2 || available < bytes(source.get(at + 1))) {
            return false;
        }
        b0 = source.get(at) & 0xFF;
        b1 = source.get(at + 1) & 0xFF;
        bytes = bytes(source.get(at + 1));
        int code = b1 & B1_LENGTH;
        length = code == LENGTH_64
                ? source.getLong(at + 2)
                : code == LENGTH_16 ? source.getShort(at + 2) & MAX_16 : code;
        return true;
    }

    /**
     * Returns what is wrong with the header by itself.
     *
     * @param longest longest payload in bytes
     */
    Optional<FrameViolation> violation(long longest) {
        if ((b0 & B0_RSV) != 0) { // 5.2: MUST be 0 unless an extension defines them
            return Optional.of(FrameViolation.RESERVED_BITS);
        }
        if (opcode() > PONG || (opcode() > BINARY && opcode() < CLOSE)) { // 5.2: reserved opcodes
            return Optional.of(FrameViolation.RESERVED_OPCODE);
        }
        if ((b1 & B1_MASK) == 0) { // 5.1: a server MUST close upon a frame that is not masked
            return Optional.of(FrameViolation.UNMASKED_FRAME);
        }
        if (isControl()) {
            return controlViolation();
        }
        if (length < 0) { // 5.2: the most significant bit MUST be 0
            return Optional.of(FrameViolation.LENGTH_TOP_BIT);
        }
        if (!isMinimal()) { // 5.2: the minimal number of bytes MUST be used
            return Optional.of(FrameViolation.LENGTH_NOT_MINIMAL);
        }
        return length > longest ? Optional.of(FrameViolation.FRAME_TOO_BIG) : Optional.empty();
    }

    private Optional<FrameViolation> controlViolation() {
        if (!isFinal()) { // 5.5: MUST NOT be fragmented
            return Optional.of(FrameViolation.FRAGMENTED_CONTROL_FRAME);
        }
        if ((b1 & B1_LENGTH) > MAX_CONTROL_PAYLOAD) { // 5.5: 125 bytes or less
            return Optional.of(FrameViolation.OVERSIZED_CONTROL_FRAME);
        }
        return opcode() == CLOSE && length == 1 // 5.5.1: none, or a code of two bytes
                ? Optional.of(FrameViolation.CLOSE_WITHOUT_CODE)
                : Optional.empty();
    }

    private boolean isMinimal() {
        int code = b1 & B1_LENGTH;
        return code == LENGTH_64 ? length > MAX_16 : code != LENGTH_16 || length > MAX_CONTROL_PAYLOAD;
    }

    /** Returns the opcode, 0 to 15. */
    int opcode() {
        return b0 & B0_OPCODE;
    }

    boolean isControl() {
        return opcode() >= CLOSE;
    }

    boolean isFinal() {
        return (b0 & B0_FIN) != 0;
    }

    /** Returns the length of the header in bytes, 2 to {@link #MAX_BYTES}. */
    int bytes() {
        return bytes;
    }

    /** Returns the length of the payload in bytes. */
    long length() {
        return length;
    }

    /**
     * Writes the header of a masked frame.
     *
     * @param b0 FIN and opcode
     * @param length of the payload in bytes
     * @param key masking key; its most significant byte masks the first of the payload
     */
    static void write(ByteBuffer target, int b0, int length, int key) {
        target.put((byte) b0);
        if (length <= MAX_CONTROL_PAYLOAD) {
            target.put((byte) (B1_MASK | length));
        } else if (length <= MAX_16) {
            target.put((byte) (B1_MASK | LENGTH_16)).putShort((short) length);
        } else {
            target.put((byte) (B1_MASK | LENGTH_64)).putLong(length);
        }
        target.putInt(key);
    }
}
