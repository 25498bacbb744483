package dev.parley.wire;

import static java.lang.Long.rotateRight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The XOR of payload and masking key (5.3), eight bytes at a time. Stateless.
 *
 * <p>A mask here is the four key bytes twice, the first byte lowest, so that one little-endian long of payload is
 * (un)masked by one XOR. A payload taken up in the middle needs the mask rotated: {@link #advance}.
 *
 * <p>The loops look alike and are not shared: each is compiled into its caller's loop, and one more branch per turn costs
 * more than the lines. What makes them fast, with its worth on the machine of docs/performance.md:
 *
 * <ul>
 *   <li>four longs a turn, unrolled by hand: C2 of Java 17 neither unrolls nor vectorises views of byte arrays (6 times);
 *   <li>the last 8 bytes are computed before the loop and stored after it, over bytes that the loop may already have
 *       done, with the same result: no loop for the tail (a third of the time of a 16-byte frame);
 *   <li>the words are OR-ed together on the way, which tells ASCII from other text almost for free.
 * </ul>
 */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_INT = 0xFFFF_FFFFL;
    private static final long TWICE = 0x1_0000_0001L;
    private static final int UNROLLED = 32;

    private Masking() {}

    /** The mask for a key as {@link FrameHeader#key} reads it. */
    static long mask(int key) {
        return (Integer.reverseBytes(key) & LOW_INT) * TWICE;
    }

    /** The mask for the byte that is {@code bytes} further on. */
    static long advance(long mask, int bytes) {
        return rotateRight(mask, (bytes & 3) << 3);
    }

    /** Applies the mask to {@code [from, to)} in place. */
    static void apply(byte[] b, int from, int to, long mask) {
        int length = to - from;
        if (length < Long.BYTES) {
            applyFew(b, from, to, mask);
            return;
        }
        int i = from;
        long last = (long) LONGS.get(b, to - 8) ^ advance(mask, length);
        for (int end = to - UNROLLED; i <= end; i += UNROLLED) {
            long p = (long) LONGS.get(b, i) ^ mask;
            long q = (long) LONGS.get(b, i + 8) ^ mask;
            long r = (long) LONGS.get(b, i + 16) ^ mask;
            long s = (long) LONGS.get(b, i + 24) ^ mask;
            LONGS.set(b, i, p);
            LONGS.set(b, i + 8, q);
            LONGS.set(b, i + 16, r);
            LONGS.set(b, i + 24, s);
        }
        for (int end = to - 8; i < end; i += 8) {
            LONGS.set(b, i, (long) LONGS.get(b, i) ^ mask);
        }
        LONGS.set(b, to - 8, last);
    }

    /** As {@link #apply}; returns nonzero if a byte of the result has its high bit set, that is, is not ASCII. */
    static long applyToText(byte[] b, int from, int to, long mask) {
        int length = to - from;
        if (length < Long.BYTES) {
            return applyFew(b, from, to, mask);
        }
        int i = from;
        long last = (long) LONGS.get(b, to - 8) ^ advance(mask, length);
        long seen = last;
        long seenToo = 0;
        for (int end = to - UNROLLED; i <= end; i += UNROLLED) {
            long p = (long) LONGS.get(b, i) ^ mask;
            long q = (long) LONGS.get(b, i + 8) ^ mask;
            long r = (long) LONGS.get(b, i + 16) ^ mask;
            long s = (long) LONGS.get(b, i + 24) ^ mask;
            LONGS.set(b, i, p);
            LONGS.set(b, i + 8, q);
            LONGS.set(b, i + 16, r);
            LONGS.set(b, i + 24, s);
            seen |= p | q;
            seenToo |= r | s;
        }
        for (int end = to - 8; i < end; i += 8) {
            long p = (long) LONGS.get(b, i) ^ mask;
            LONGS.set(b, i, p);
            seen |= p;
        }
        LONGS.set(b, to - 8, last);
        return (seen | seenToo) & Utf8.HIGH_BITS;
    }

    /** Copies {@code length} bytes from {@code in} to {@code out}, masked. The ranges must not overlap. */
    static void copy(byte[] in, int from, byte[] out, int to, int length, long mask) {
        if (length < Long.BYTES) {
            System.arraycopy(in, from, out, to, length);
            applyFew(out, to, to + length, mask);
            return;
        }
        int i = 0;
        for (int end = length - UNROLLED; i <= end; i += UNROLLED) {
            long p = (long) LONGS.get(in, from + i) ^ mask;
            long q = (long) LONGS.get(in, from + i + 8) ^ mask;
            long r = (long) LONGS.get(in, from + i + 16) ^ mask;
            long s = (long) LONGS.get(in, from + i + 24) ^ mask;
            LONGS.set(out, to + i, p);
            LONGS.set(out, to + i + 8, q);
            LONGS.set(out, to + i + 16, r);
            LONGS.set(out, to + i + 24, s);
        }
        for (int end = length - 8; i < end; i += 8) {
            LONGS.set(out, to + i, (long) LONGS.get(in, from + i) ^ mask);
        }
        LONGS.set(out, to + length - 8, (long) LONGS.get(in, from + length - 8) ^ advance(mask, length));
    }

    /** Fewer than 8 bytes: two overlapping ints, or at most 3 single bytes. */
    private static long applyFew(byte[] b, int from, int to, long mask) {
        int length = to - from;
        if (length >= Integer.BYTES) {
            int first = (int) INTS.get(b, from) ^ (int) mask;
            int last = (int) INTS.get(b, to - 4) ^ (int) advance(mask, length);
            INTS.set(b, from, first);
            INTS.set(b, to - 4, last);
            return (first | last) & Utf8.HIGH_BITS;
        }
        long seen = 0;
        long rest = mask;
        for (int i = from; i < to; i++) {
            b[i] ^= (byte) rest;
            seen |= b[i];
            rest >>>= Byte.SIZE;
        }
        return seen & Byte.MIN_VALUE;
    }
}
