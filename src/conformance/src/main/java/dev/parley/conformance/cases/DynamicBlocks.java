package dev.parley.conformance.cases;

import dev.parley.conformance.script.BitOutput;
import dev.parley.conformance.script.Payload;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes DEFLATE blocks with codes of their own (RFC 1951 3.2.7) that zlib would read and never write: any lengths of
 * codes, repeats that run from one table into the other, one code of distances or none. By a seed; for one use.
 */
final class DynamicBlocks {
    private static final int[] LENGTH_BASE = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59};
    private static final int[] DISTANCE_BASE = {1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193};
    private static final int LITERALS = 286;
    private static final int DISTANCES = 30;
    private static final int LONGEST = 258;
    private static final int FAR = 250; // within the smallest window

    private final SplittableRandom random;
    private final BitOutput packed = new BitOutput();
    private byte[] plain = new byte[256];
    private int filled; // of it

    /** A compressed message, and what it inflates to. */
    record Made(Payload packed, Payload plain) {}

    private DynamicBlocks(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One to three blocks; the last of them a final one if asked for. */
    static Made of(long seed, boolean ends) {
        DynamicBlocks blocks = new DynamicBlocks(seed);
        for (int left = blocks.random.nextInt(3); left >= 0; left--) {
            blocks.block(ends && left == 0);
        }
        if (ends) {
            blocks.packed.align();
            blocks.packed.put(0, 8); // RFC 7692 7.2.3.4
        } else {
            blocks.packed.put(0, 3);
            blocks.packed.align();
        }
        return new Made(
                Payload.of(blocks.packed.toByteArray()), Payload.of(Arrays.copyOf(blocks.plain, blocks.filled)));
    }

    /** Literals are symbols below 256; a match is its length in the upper half and its distance in the lower one. */
    private void block(boolean last) {
        int[] tokens = tokens();
        boolean[] literal = new boolean[LITERALS];
        boolean[] distance = new boolean[DISTANCES];
        literal[CodedBlock.END] = true;
        int matches = 0;
        for (int token : tokens) {
            literal[token < CodedBlock.END ? token : lengthSymbol(token >> 16)] = true;
            if (token >= CodedBlock.END) {
                distance[last(DISTANCE_BASE, token & 0xFFFF)] = true;
                matches++;
            }
        }
        addUnused(literal, 2);
        if (matches > 0) {
            addUnused(distance, 1);
        }
        int[] literals = lengths(literal, 15);
        int[] distances = lengths(distance, 15);
        packed.put(last ? 1 : 0, 1);
        packed.put(2, 2);
        tables(literals, distances);
        int[] literalCodes = CodedBlock.codes(literals);
        int[] distanceCodes = CodedBlock.codes(distances);
        for (int token : tokens) {
            if (token < CodedBlock.END) {
                packed.code(literalCodes[token], literals[token]);
            } else {
                match(token >> 16, token & 0xFFFF, literals, literalCodes, distances, distanceCodes);
            }
        }
        packed.code(literalCodes[CodedBlock.END], literals[CodedBlock.END]);
    }

    private void match(int length, int far, int[] literals, int[] literalCodes, int[] distances, int[] distanceCodes) {
        int symbol = lengthSymbol(length);
        packed.code(literalCodes[symbol], literals[symbol]);
        if (length < LONGEST) {
            int place = symbol - CodedBlock.END - 1;
            packed.put(length - LENGTH_BASE[place], place < 8 ? 0 : place / 4 - 1);
        }
        int place = last(DISTANCE_BASE, far);
        packed.code(distanceCodes[place], distances[place]);
        packed.put(far - DISTANCE_BASE[place], place < 4 ? 0 : place / 2 - 1);
    }

    /** What the block says: literals of an alphabet of any size, and matches with one distance, with any, or none. */
    private int[] tokens() {
        int alphabet = 1 << random.nextInt(9);
        int first = random.nextInt(CodedBlock.END + 1 - alphabet);
        int kind = random.nextInt(3);
        int only = 1 + random.nextInt(20);
        int[] tokens = new int[random.nextInt(120)];
        for (int i = 0; i < tokens.length; i++) {
            int far = kind == 1 ? only : 1 + random.nextInt(Math.max(1, Math.min(FAR, filled)));
            if (kind > 0 && far <= filled && random.nextInt(5) == 0) {
                int length = random.nextInt(4) == 0 ? LONGEST : 3 + random.nextInt(60);
                tokens[i] = (length << 16) | far;
                for (int n = 0; n < length; n++) {
                    keep(plain[filled - far]);
                }
            } else {
                tokens[i] = first + random.nextInt(alphabet);
                keep((byte) tokens[i]);
            }
        }
        return tokens;
    }

    private void keep(byte b) {
        if (filled == plain.length) {
            plain = Arrays.copyOf(plain, 2 * filled);
        }
        plain[filled++] = b;
    }

    private static int lengthSymbol(int length) {
        return length == LONGEST ? LITERALS - 1 : CodedBlock.END + 1 + last(LENGTH_BASE, length);
    }

    private static int last(int[] bases, int value) {
        int at = bases.length - 1;
        while (bases[at] > value) {
            at--;
        }
        return at;
    }

    /** Symbols that have a code and are never used: as many as are missing, and perhaps more. */
    private void addUnused(boolean[] used, int least) {
        int more = random.nextInt(3) == 0 ? random.nextInt(used.length) : 0;
        int size = 0;
        for (boolean one : used) {
            size += one ? 1 : 0;
        }
        while (size < least || more-- > 0) {
            int symbol = random.nextInt(used.length);
            size += used[symbol] ? 0 : 1;
            used[symbol] = true;
        }
    }

    /** Lengths of a complete code for the symbols used, 0 for the rest; a single symbol has one bit. */
    private int[] lengths(boolean[] used, int longest) {
        int[] lengths = new int[used.length];
        int size = 0;
        for (boolean one : used) {
            size += one ? 1 : 0;
        }
        int[] leaves = new int[Math.max(1, size)];
        for (int made = 1; made < size; ) {
            int leaf = random.nextInt(made);
            if (leaves[leaf] < longest) {
                leaves[leaf]++;
                leaves[made++] = leaves[leaf];
            }
        }
        leaves[0] = size == 1 ? 1 : leaves[0];
        int next = 0;
        for (int symbol = 0; symbol < used.length; symbol++) {
            if (used[symbol]) {
                lengths[symbol] = leaves[next++];
            }
        }
        return lengths;
    }

    private void tables(int[] literals, int[] distances) {
        int literalCount = padded(literals, CodedBlock.END + 1);
        int distanceCount = padded(distances, 1);
        int[] all = Arrays.copyOf(literals, literalCount + distanceCount);
        System.arraycopy(distances, 0, all, literalCount, distanceCount);
        int[] symbols = new int[all.length];
        int[] times = new int[all.length];
        boolean[] used = new boolean[19];
        int size = 0;
        for (int at = 0; at < all.length; at += times[size++]) {
            times[size] = 1;
            symbols[size] = repeat(all, at, times, size);
            used[symbols[size]] = true;
        }
        addUnused(used, 2);
        int[] lengths = lengths(used, 7);
        int[] codes = CodedBlock.codes(lengths);
        int orderCount = 19;
        while (orderCount > 4 && lengths[CodedBlock.ORDER[orderCount - 1]] == 0) {
            orderCount--;
        }
        packed.put(literalCount - 257, 5);
        packed.put(distanceCount - 1, 5);
        packed.put(orderCount - 4, 4);
        for (int i = 0; i < orderCount; i++) {
            packed.put(lengths[CodedBlock.ORDER[i]], 3);
        }
        for (int i = 0; i < size; i++) {
            packed.code(codes[symbols[i]], lengths[symbols[i]]);
            switch (symbols[i]) {
                case 16 -> packed.put(times[i] - 3, 2);
                case 17 -> packed.put(times[i] - 3, 3);
                case 18 -> packed.put(times[i] - 11, 7);
                default -> {} // a length as it is
            }
        }
    }

    /** How many lengths are written: all that are not 0, and perhaps zeros behind. */
    private int padded(int[] lengths, int least) {
        int needed = lengths.length;
        while (needed > least && lengths[needed - 1] == 0) {
            needed--;
        }
        boolean none = least == 1 && needed == 1 && lengths[0] == 0; // 3.2.7: one code of zero bits, and no more
        return none || random.nextBoolean() ? needed : needed + random.nextInt(lengths.length - needed + 1);
    }

    /** The symbol for the lengths from here on; {@code times} says how many. Knows of no border between the tables. */
    private int repeat(int[] all, int at, int[] times, int place) {
        int run = 1;
        while (at + run < all.length && all[at + run] == all[at]) {
            run++;
        }
        boolean repeats = run > 2 && random.nextInt(6) > 0;
        if (repeats && all[at] == 0 && run > 10) {
            times[place] = Math.min(138, run);
            return 18;
        }
        if (repeats && all[at] == 0 && random.nextInt(4) > 0) {
            times[place] = Math.min(10, run);
            return 17;
        }
        if (repeats && at > 0 && all[at - 1] == all[at]) {
            times[place] = Math.min(6, run);
            return 16;
        }
        return all[at];
    }
}
