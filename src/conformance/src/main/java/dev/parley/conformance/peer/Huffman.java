package dev.parley.conformance.peer;

import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;

/** A canonical Huffman code (RFC 1951 3.2.2). Immutable. */
final class Huffman {
    static final Huffman FIXED_LENGTHS = fixedLengths();
    static final Huffman FIXED_DISTANCES = fixedDistances();

    private static final int MAX_BITS = 15;
    private static final int QUICK_BITS = 9;
    private static final int LENGTH_BITS = 4;
    private static final int LENGTH = (1 << LENGTH_BITS) - 1;

    /** For each {@value #QUICK_BITS} bits the symbol that they begin with, and its length; 0 if it is longer. */
    private final int[] quick = new int[1 << QUICK_BITS];

    private final int[] counts = new int[MAX_BITS + 1];
    private final int[] symbols;

    Huffman(int[] lengths) {
        for (int length : lengths) {
            counts[length]++;
        }
        int[] offsets = new int[MAX_BITS + 2];
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            offsets[bits + 1] = offsets[bits] + counts[bits];
        }
        symbols = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] != 0) {
                symbols[offsets[lengths[symbol]]++] = symbol;
            }
        }
        fillQuick();
    }

    /** Codes are counted up within a length, and begin where those that are shorter have ended (RFC 1951 3.2.2). */
    private void fillQuick() {
        int code = 0;
        int index = 0;
        for (int bits = 1; bits <= QUICK_BITS; bits++) {
            for (int i = 0; i < counts[bits] && code + i < 1 << bits; i++) {
                int begin = Integer.reverse(code + i) >>> (Integer.SIZE - bits); // a code's first bit comes lowest
                for (int rest = begin; rest < quick.length; rest += 1 << bits) {
                    quick[rest] = symbols[index + i] << LENGTH_BITS | bits;
                }
            }
            index += counts[bits];
            code = (code + counts[bits]) << 1;
        }
    }

    int decode(BitInput in) throws Judgement {
        int entry = quick[in.peek(QUICK_BITS)];
        if (entry != 0) {
            in.bits(entry & LENGTH);
            return entry >>> LENGTH_BITS;
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int bits = 1; bits <= MAX_BITS; bits++) {
            code |= in.bits(1);
            int count = counts[bits];
            if (code - count < first) {
                return symbols[index + (code - first)];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw Judgement.fail("compressed data in the form of DEFLATE (RFC 7692 7.2.1)", "a code that does not exist");
    }

    private static Huffman fixedLengths() {
        int[] lengths = new int[288];
        Arrays.fill(lengths, 0, 144, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        Arrays.fill(lengths, 280, 288, 8);
        return new Huffman(lengths);
    }

    private static Huffman fixedDistances() {
        int[] lengths = new int[30];
        Arrays.fill(lengths, 5);
        return new Huffman(lengths);
    }
}
