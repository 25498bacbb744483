package dev.parley.conformance.reference;

import java.util.Arrays;
import java.util.Optional;

/**
 * The DEFLATE blocks of a message (RFC 1951), read for their kinds, lengths and distances; what they say is not looked at.
 * Not thread-safe.
 */
final class SixthBlocks {
    private static final int CODES = 288;
    private static final int BITS = 15;
    private static final int END = 256;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final byte[] TAIL = {0, 0, -1, -1};

    private final byte[] in;
    private int at;
    private int held;
    private int count;
    private boolean stored;
    private int length;
    private int farthest;
    private int before;

    private SixthBlocks(byte[] in) {
        this.in = in;
    }

    /** Empty if these are no blocks. */
    static Optional<SixthBlocks> of(byte[] message) {
        SixthBlocks blocks = new SixthBlocks(FourthBlindFaults.joined(message, TAIL));
        try {
            while (blocks.at < blocks.in.length) {
                blocks.block();
            }
            return Optional.of(blocks);
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty(); // cut short, or nothing of the kind
        }
    }

    /** Whether there is a stored block with content. */
    boolean hasStored() {
        return stored;
    }

    /** What they inflate to, in bytes. */
    int length() {
        return length;
    }

    /** The greatest distance. */
    int farthest() {
        return farthest;
    }

    /** How far they refer back beyond their own beginning. */
    int before() {
        return before;
    }

    private int bits(int wanted) {
        while (count < wanted) {
            held |= (in[at++] & 0xFF) << count;
            count += 8;
        }
        int value = held & ((1 << wanted) - 1);
        held >>>= wanted;
        count -= wanted;
        return value;
    }

    private void align() {
        held = 0;
        count = 0;
    }

    private void block() {
        int last = bits(1);
        switch (bits(2)) {
            case 0 -> stored();
            case 1 -> fixed();
            case 2 -> dynamic();
            default -> throw new IndexOutOfBoundsException("no type of block");
        }
        if (last == 1) {
            align();
        }
    }

    private void stored() {
        align();
        int size = bits(8) | bits(8) << 8;
        int inverse = bits(8) | bits(8) << 8;
        if ((size ^ inverse) != 0xFFFF || at + size > in.length) {
            throw new IndexOutOfBoundsException("no stored block");
        }
        at += size;
        length += size;
        stored |= size > 0;
    }

    private void fixed() {
        int[] lengths = new int[CODES];
        Arrays.fill(lengths, 8);
        Arrays.fill(lengths, 144, END, 9);
        Arrays.fill(lengths, END, 280, 7);
        int[] distances = new int[30];
        Arrays.fill(distances, 5);
        symbols(new Code(lengths), new Code(distances));
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int codes = bits(4) + 4;
        int[] lengths = new int[ORDER.length];
        for (int i = 0; i < codes; i++) {
            lengths[ORDER[i]] = bits(3);
        }
        Code code = new Code(lengths);
        int[] all = new int[literals + distances];
        int next = 0;
        while (next < all.length) {
            int symbol = code.read();
            int repeated = symbol == 16 ? all[next - 1] : symbol < 16 ? symbol : 0;
            int times = symbol < 16 ? 1 : symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            for (int i = 0; i < times; i++) {
                all[next++] = repeated;
            }
        }
        symbols(
                new Code(Arrays.copyOf(all, literals)),
                new Code(Arrays.copyOfRange(all, literals, literals + distances)));
    }

    private void symbols(Code literals, Code distances) {
        int symbol = literals.read();
        while (symbol != END) {
            if (symbol < END) {
                length++;
            } else {
                int run = run(symbol - END - 1);
                int distance = distance(distances.read());
                farthest = Math.max(farthest, distance);
                before = Math.max(before, distance - length);
                length += run;
            }
            symbol = literals.read();
        }
    }

    /** RFC 1951 3.2.5. */
    private int run(int code) {
        if (code < 8) {
            return 3 + code;
        }
        if (code == 28) {
            return 258;
        }
        int extra = code / 4 - 1;
        return 3 + ((4 + code % 4) << extra) + bits(extra);
    }

    private int distance(int code) {
        if (code < 4) {
            return 1 + code;
        }
        int extra = code / 2 - 1;
        return 1 + ((2 + code % 2) << extra) + bits(extra);
    }

    /** A Huffman code (RFC 1951 3.2.2). */
    private final class Code {
        private final int[] counts = new int[BITS + 1];
        private final int[] symbols;

        Code(int[] lengths) {
            for (int one : lengths) {
                counts[one]++;
            }
            int[] offsets = new int[BITS + 1];
            for (int i = 1; i < BITS; i++) {
                offsets[i + 1] = offsets[i] + counts[i];
            }
            symbols = new int[lengths.length];
            for (int i = 0; i < lengths.length; i++) {
                if (lengths[i] != 0) {
                    symbols[offsets[lengths[i]]++] = i;
                }
            }
        }

        int read() {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int i = 1; i <= BITS; i++) {
                code |= bits(1);
                if (code - counts[i] < first) {
                    return symbols[index + code - first];
                }
                index += counts[i];
                first = (first + counts[i]) << 1;
                code <<= 1;
            }
            throw new IndexOutOfBoundsException("no symbol");
        }
    }
}
