package dev.parley.conformance.peer;

import dev.parley.conformance.verdict.Judgement;

/** Bits of a DEFLATE stream, lowest first (RFC 1951 3.1.1). Confined to one thread. */
final class BitInput {
    private static final int BYTE = 0xFF;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int held;
    private int count;

    BitInput(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** The next {@code n} bits, at most 16. */
    int bits(int n) throws Judgement {
        while (count < n) {
            if (position == end) {
                throw Judgement.fail(
                        "compressed data in the form of DEFLATE (RFC 7692 7.2.1)", "data that ends within a block");
            }
            held |= (bytes[position++] & BYTE) << count;
            count += 8;
        }
        int value = held & ((1 << n) - 1);
        held >>>= n;
        count -= n;
        return value;
    }

    /** Looks at the next {@code n} bits, at most 16; beyond the end there are zeros. */
    int peek(int n) {
        while (count < n && position < end) {
            held |= (bytes[position++] & BYTE) << count;
            count += 8;
        }
        return held & ((1 << n) - 1);
    }

    /** Drops the rest of the byte. */
    void align() {
        held >>>= count & 7;
        count &= ~7;
    }

    /** Whether nothing is left but padding. */
    boolean atEnd() {
        return position == end && (count < 8 && held == 0);
    }
}
