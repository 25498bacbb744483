package dev.parley.wire;

import static java.lang.Long.rotateRight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The XOR of payload and masking key (5.3), eight bytes at a time. Stateless. The ranges are the caller's to check.
 *
 * <p>A mask here is the four key bytes twice, the first byte lowest, so that one little-endian long of payload is
 * (un)masked by one XOR. A payload taken up in the middle needs the mask rotated: {@link #advance}.
 *
 * <p>What makes the loops fast on Java 17, with its worth as docs/performance.md measures it:
 *
 * <ul>
 *   <li>eight longs a turn, unrolled by hand: C2 neither unrolls nor vectorises views of byte arrays. 52 GB/s, against 46
 *       with four and 5 with one;
 *   <li>the last 8 bytes are computed before the loop and stored after it, over bytes that the loop may already have
 *       done, with the same result: no loop for the tail, and none at all up to 16 bytes (a fifth of a 16-byte frame);
 *   <li>long text is tested for ASCII in a second pass over what is still in the first-level cache. To OR the words
 *       together in the first pass looks cheaper and is not: 29 against 32 GB/s.
 * </ul>
 */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_INT = 0xFFFF_FFFFL;
    private static final long TWICE = 0x1_0000_0001L;
    private static final int UNROLLED = 64;
    private static final int INLINED = 1024; // bytes up to which a call would cost more than it brings
    private static final int CACHED = 8192; // bytes that surely stay in a first-level cache between two passes

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
        if (length <= 16) {
            applyFew(b, from, to, mask);
            return;
        }
        long last = (long) LONGS.get(b, to - 8) ^ advance(mask, length);
        int i = length <= INLINED ? applyTurns(b, from, to, mask) : applyLongTurns(b, from, to, mask);
        for (int end = to - 8; i < end; i += 8) {
            LONGS.set(b, i, (long) LONGS.get(b, i) ^ mask);
        }
        LONGS.set(b, to - 8, last);
    }

    /** The unrolled loop, alone: with the last word in the same method C2 makes it a third slower on 1 MiB. */
    private static int applyTurns(byte[] b, int from, int to, long mask) {
        int i = from;
        for (int end = to - UNROLLED; i <= end; i += UNROLLED) {
            long p = (long) LONGS.get(b, i) ^ mask;
            long q = (long) LONGS.get(b, i + 8) ^ mask;
            long r = (long) LONGS.get(b, i + 16) ^ mask;
            long s = (long) LONGS.get(b, i + 24) ^ mask;
            LONGS.set(b, i, p);
            LONGS.set(b, i + 8, q);
            LONGS.set(b, i + 16, r);
            LONGS.set(b, i + 24, s);
            p = (long) LONGS.get(b, i + 32) ^ mask;
            q = (long) LONGS.get(b, i + 40) ^ mask;
            r = (long) LONGS.get(b, i + 48) ^ mask;
            s = (long) LONGS.get(b, i + 56) ^ mask;
            LONGS.set(b, i + 32, p);
            LONGS.set(b, i + 40, q);
            LONGS.set(b, i + 48, r);
            LONGS.set(b, i + 56, s);
        }
        return i;
    }

    /**
     * As {@link #applyTurns}, with sixteen longs a turn, which makes the method too large for C2 to inline (500 bytes of
     * code; 325 is the limit). Inlined into the plain path of {@link FrameDecoder} the loop comes out worse: 7 to 10 ns for
     * each piece of 1,460 bytes, of 55. On 1 MiB it is 2 % faster.
     */
    private static int applyLongTurns(byte[] b, int from, int to, long mask) {
        int i = from;
        for (int end = to - 2 * UNROLLED; i <= end; i += 2 * UNROLLED) {
            long p = (long) LONGS.get(b, i) ^ mask;
            long q = (long) LONGS.get(b, i + 8) ^ mask;
            long r = (long) LONGS.get(b, i + 16) ^ mask;
            long s = (long) LONGS.get(b, i + 24) ^ mask;
            LONGS.set(b, i, p);
            LONGS.set(b, i + 8, q);
            LONGS.set(b, i + 16, r);
            LONGS.set(b, i + 24, s);
            p = (long) LONGS.get(b, i + 32) ^ mask;
            q = (long) LONGS.get(b, i + 40) ^ mask;
            r = (long) LONGS.get(b, i + 48) ^ mask;
            s = (long) LONGS.get(b, i + 56) ^ mask;
            LONGS.set(b, i + 32, p);
            LONGS.set(b, i + 40, q);
            LONGS.set(b, i + 48, r);
            LONGS.set(b, i + 56, s);
            p = (long) LONGS.get(b, i + 64) ^ mask;
            q = (long) LONGS.get(b, i + 72) ^ mask;
            r = (long) LONGS.get(b, i + 80) ^ mask;
            s = (long) LONGS.get(b, i + 88) ^ mask;
            LONGS.set(b, i + 64, p);
            LONGS.set(b, i + 72, q);
            LONGS.set(b, i + 80, r);
            LONGS.set(b, i + 88, s);
            p = (long) LONGS.get(b, i + 96) ^ mask;
            q = (long) LONGS.get(b, i + 104) ^ mask;
            r = (long) LONGS.get(b, i + 112) ^ mask;
            s = (long) LONGS.get(b, i + 120) ^ mask;
            LONGS.set(b, i + 96, p);
            LONGS.set(b, i + 104, q);
            LONGS.set(b, i + 112, r);
            LONGS.set(b, i + 120, s);
        }
        return i;
    }

    /** As {@link #apply}; returns nonzero if a byte of the result has its high bit set, that is, is not ASCII. */
    static long applyToText(byte[] b, int from, int to, long mask) {
        if (to - from <= 16) {
            return applyFew(b, from, to, mask);
        }
        long seen = 0;
        int i = from;
        for (; to - i > CACHED; i += CACHED) { // a multiple of 4: the mask stays
            apply(b, i, i + CACHED, mask);
            seen |= Utf8.highBits(b, i, i + CACHED);
        }
        apply(b, i, to, mask);
        return seen | Utf8.highBits(b, i, to);
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
            p = (long) LONGS.get(in, from + i + 32) ^ mask;
            q = (long) LONGS.get(in, from + i + 40) ^ mask;
            r = (long) LONGS.get(in, from + i + 48) ^ mask;
            s = (long) LONGS.get(in, from + i + 56) ^ mask;
            LONGS.set(out, to + i + 32, p);
            LONGS.set(out, to + i + 40, q);
            LONGS.set(out, to + i + 48, r);
            LONGS.set(out, to + i + 56, s);
        }
        for (int end = length - 8; i < end; i += 8) {
            LONGS.set(out, to + i, (long) LONGS.get(in, from + i) ^ mask);
        }
        LONGS.set(out, to + length - 8, (long) LONGS.get(in, from + length - 8) ^ advance(mask, length));
    }

    /** At most 16 bytes: two overlapping longs, two overlapping ints, or up to 3 single bytes. Nonzero if not ASCII. */
    private static long applyFew(byte[] b, int from, int to, long mask) {
        int length = to - from;
        if (length >= Long.BYTES) {
            long first = (long) LONGS.get(b, from) ^ mask;
            long last = (long) LONGS.get(b, to - 8) ^ advance(mask, length);
            LONGS.set(b, from, first);
            LONGS.set(b, to - 8, last);
            return (first | last) & Utf8.HIGH_BITS;
        }
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
