package dev.parley.conformance.cases;

import dev.parley.conformance.script.BitOutput;
import dev.parley.conformance.script.Payload;

/**
 * Writes one DEFLATE block whose codes are given by their lengths (RFC 1951 3.2.7), right or wrong: what stands in its
 * tables is not checked. Confined to one thread.
 */
final class CodedBlock {
    /** The symbol that ends a block. */
    static final int END = 256;

    /** In which the lengths of the codes of lengths are written (RFC 1951 3.2.7). */
    static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final String USUAL =
            "0:4 1:4 2:4 3:4 4:4 5:4 6:4 7:4 8:4 9:4 10:4 11:4 12:4 13:5 14:5 15:5 16:5 17:5 18:5";
    private static final int LONGEST = 15;

    private final BitOutput packed = new BitOutput();
    private final int[] tableLengths;
    private final int[] tableCodes;
    private int[] literals = {};
    private int[] distances = {};
    private int[] literalCodes = {};
    private int[] distanceCodes = {};

    /** Begins with so many lengths of literals, at least 257, and of distances. They have to be written next. */
    CodedBlock(int literalCount, int distanceCount) {
        this(literalCount, distanceCount, USUAL);
    }

    /** As {@link #CodedBlock(int, int)}, with codes for the lengths as in {@link #of}. */
    CodedBlock(int literalCount, int distanceCount, String codes) {
        tableLengths = lengths(ORDER.length, codes);
        tableCodes = codes(tableLengths);
        packed.put(0, 1);
        packed.put(2, 2);
        packed.put(literalCount - 257, 5);
        packed.put(distanceCount - 1, 5);
        packed.put(ORDER.length - 4, 4);
        for (int symbol : ORDER) {
            packed.put(tableLengths[symbol], 3);
        }
    }

    /** Begins with these codes: {@code "a1 256:2"} are a symbol as a letter, and one as a number, each with its length. */
    static CodedBlock of(int literalCount, String literals, int distanceCount, String distances) {
        CodedBlock block = new CodedBlock(literalCount, distanceCount);
        block.literals = lengths(literalCount, literals);
        block.distances = lengths(distanceCount, distances);
        block.literalCodes = codes(block.literals);
        block.distanceCodes = codes(block.distances);
        for (int length : block.literals) {
            block.length(length);
        }
        for (int length : block.distances) {
            block.length(length);
        }
        return block;
    }

    private static int[] lengths(int count, String list) {
        int[] lengths = new int[count];
        for (String one : list.isEmpty() ? new String[0] : list.split(" ", -1)) {
            int colon = one.indexOf(':');
            int symbol = colon < 0 ? one.charAt(0) : Integer.parseInt(one.substring(0, colon));
            lengths[symbol] = Integer.parseInt(one.substring(colon < 0 ? 1 : colon + 1));
        }
        return lengths;
    }

    /** RFC 1951 3.2.2; what has no room in its length loses its highest bit. */
    static int[] codes(int[] lengths) {
        int[] codes = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = code++ & ((1 << length) - 1);
                }
            }
            code <<= 1;
        }
        return codes;
    }

    /** A symbol of the table of lengths: a length, or 16 to 18, of which {@link #bits} have to follow. */
    CodedBlock length(int symbol) {
        packed.code(tableCodes[symbol], tableLengths[symbol]);
        return this;
    }

    /** So many lengths of 0, from 11 to 138. */
    CodedBlock zeros(int count) {
        return length(18).bits(count - 11, 7);
    }

    CodedBlock bits(int value, int count) {
        packed.put(value, count);
        return this;
    }

    /** So many times the same symbol: a literal, {@link #END}, or a length, of which a distance has to follow. */
    CodedBlock symbol(int symbol, int times) {
        for (int i = 0; i < times; i++) {
            packed.code(literalCodes[symbol], literals[symbol]);
        }
        return this;
    }

    CodedBlock letters(String text) {
        text.chars().forEach(letter -> symbol(letter, 1));
        return this;
    }

    CodedBlock distance(int symbol) {
        packed.code(distanceCodes[symbol], distances[symbol]);
        return this;
    }

    /** Ended, with the empty block behind it without its last four bytes (RFC 7692 7.2.1). */
    Payload ended() {
        symbol(END, 1);
        packed.put(0, 3);
        return cut();
    }

    /** As it is, the last byte filled with zeros. */
    Payload cut() {
        packed.align();
        return Payload.of(packed.toByteArray());
    }
}
