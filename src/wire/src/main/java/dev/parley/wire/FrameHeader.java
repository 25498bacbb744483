package dev.parley.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The layout of a frame's header (5.2): the one place that knows its bits. Stateless.
 *
 * <pre>
 *  byte 0             byte 1             bytes 2..9                  4 bytes        payload
 * +-+-+-+-+--------+ +-+-------------+ +--------------------------+ +------------+ +---------+
 * |F|R|R|R| opcode | |M| length 7    | | length 16 if that is 126 | | masking    | | length  |
 * |I|S|S|S| 4 bits | |A| 0..125, 126 | | length 64 if it is 127   | | key if     | | bytes   |
 * |N|1|2|3|        | |S| or 127      | | nothing otherwise        | | MASK is 1  | |         |
 * +-+-+-+-+--------+ +K+-------------+ +--------------------------+ +------------+ +---------+
 * </pre>
 *
 * All numbers are big-endian. The first byte travels through the API as an int in {@code [0, 255]}, built with
 * {@code FIN | Opcode.TEXT.value()}.
 */
public final class FrameHeader {
    /** Byte 0: the last frame of its message (5.4). */
    public static final int FIN = 0x80;
    /** Byte 0: reserved for extensions; permessage-deflate marks compressed messages with it (RFC 7692 section 6). */
    public static final int RSV1 = 0x40;
    /** Byte 0: reserved for extensions. */
    public static final int RSV2 = 0x20;
    /** Byte 0: reserved for extensions. */
    public static final int RSV3 = 0x10;

    /** Longest header in bytes: 2, 8 of length, 4 of masking key. */
    public static final int MAX_SIZE = 14;
    /** Longest header without a masking key, in bytes. */
    public static final int MAX_UNMASKED_SIZE = 10;
    /** Largest payload of a control frame in bytes (5.5), and the largest with a 7-bit length. */
    public static final int MAX_CONTROL_PAYLOAD = 125;

    static final int OPCODE = 0x0F; // byte 0
    static final int MASK = 0x80; // byte 1
    static final int LENGTH_7 = 0x7F; // byte 1
    static final int LENGTH_IS_16_BIT = 126;
    static final int LENGTH_IS_64_BIT = 127;
    static final int MAX_LENGTH_16 = 0xFFFF;
    static final int KEY_SIZE = 4;

    private static final int LEAST_SIZE = 2;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private FrameHeader() {}

    /** Bytes of the header that a sender in this role writes for a payload of {@code length} bytes. */
    public static int size(Role sender, long length) {
        int size = length <= MAX_CONTROL_PAYLOAD ? LEAST_SIZE : length <= MAX_LENGTH_16 ? 4 : MAX_UNMASKED_SIZE;
        return sender == Role.CLIENT ? size + KEY_SIZE : size;
    }

    /** Bytes of the header whose second byte is {@code byte1}. */
    static int size(int byte1) {
        int length7 = byte1 & LENGTH_7;
        int size = length7 < LENGTH_IS_16_BIT ? LEAST_SIZE : length7 == LENGTH_IS_16_BIT ? 4 : MAX_UNMASKED_SIZE;
        return (byte1 & MASK) != 0 ? size + KEY_SIZE : size;
    }

    /** The payload length in the header at {@code position}, as written: perhaps negative, perhaps not minimal. */
    static long length(byte[] bytes, int position) {
        int length7 = bytes[position + 1] & LENGTH_7;
        return switch (length7) {
            case LENGTH_IS_16_BIT -> (short) SHORTS.get(bytes, position + 2) & MAX_LENGTH_16;
            case LENGTH_IS_64_BIT -> (long) LONGS.get(bytes, position + 2);
            default -> length7;
        };
    }

    /** Whether a length in {@code [0, 2^63)} is written in the fewest bytes by the form that {@code byte1} announces. */
    static boolean isMinimal(int byte1, long length) {
        return switch (byte1 & LENGTH_7) {
            case LENGTH_IS_16_BIT -> length > MAX_CONTROL_PAYLOAD;
            case LENGTH_IS_64_BIT -> length > MAX_LENGTH_16;
            default -> true;
        };
    }

    /** The four bytes at {@code position} as one number: the masking key, first byte on top. */
    static int key(byte[] bytes, int position) {
        return (int) INTS.get(bytes, position);
    }

    /**
     * Writes a header without a masking key.
     *
     * @param firstByte FIN, reserved bits and opcode
     * @param length bytes of payload, not negative
     * @return index after the header
     */
    static int write(byte[] out, int position, int firstByte, long length) {
        out[position] = (byte) firstByte;
        if (length <= MAX_CONTROL_PAYLOAD) {
            out[position + 1] = (byte) length;
            return position + LEAST_SIZE;
        }
        if (length <= MAX_LENGTH_16) {
            out[position + 1] = LENGTH_IS_16_BIT;
            SHORTS.set(out, position + 2, (short) length);
            return position + 4;
        }
        out[position + 1] = LENGTH_IS_64_BIT;
        LONGS.set(out, position + 2, length);
        return position + MAX_UNMASKED_SIZE;
    }

    /** Sets the mask bit of the header at {@code start} and writes its key at {@code position}; returns the index after it. */
    static int writeKey(byte[] out, int start, int position, int key) {
        out[start + 1] |= (byte) MASK;
        INTS.set(out, position, key);
        return position + KEY_SIZE;
    }
}
