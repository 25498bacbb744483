package dev.parley.wire.deflate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A slow inflater (RFC 1951) that shares nothing with zlib, keeps its window from message to message, and knows what zlib
 * does not tell: the farthest distance back that a sender used, and the types of its blocks.
 */
final class ReferenceInflater {
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] DISTANCE_EXTRA = {
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
    };
    private static final int[] CODE_LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int END_OF_BLOCK = 256;

    private byte[] history = new byte[1 << 16];
    private int size;
    private int start; // of the message in the history
    private byte[] input = {};
    private int bit;
    private int farthest;
    private int finals; // blocks with BFINAL
    private final List<Integer> blocks = new ArrayList<>();

    /** Inflates one message: undoes the cut, reads blocks to the end, and insists that nothing is left. */
    byte[] message(byte[] payload) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(payload);
        whole.writeBytes(new byte[] {0, 0, -1, -1});
        input = whole.toByteArray();
        bit = 0;
        start = size;
        blocks.clear();
        while (bit < input.length * 8) {
            block();
        }
        return Arrays.copyOfRange(history, start, size);
    }

    /** Forgets everything: what a receiver without context takeover may do. */
    void forget() {
        size = 0;
    }

    /** Whether a message, which must be whole, has a block marked as the last of a stream. */
    boolean endsAStream(byte[] payload) {
        finals = 0;
        try {
            message(payload);
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            if (finals == 0) { // else what follows the stream was read as if it belonged to it
                throw e;
            }
        }
        return finals > 0;
    }

    /** The farthest distance back so far, in bytes. */
    int farthest() {
        return farthest;
    }

    /** The types of the blocks of the last message: 0 stored, 1 fixed, 2 dynamic. */
    List<Integer> blocks() {
        return List.copyOf(blocks);
    }

    private void block() {
        finals += bits(1);
        int type = bits(2);
        blocks.add(type);
        switch (type) {
            case 0 -> stored();
            case 1 -> compressed(fixedLiterals(), new Code(lengths(30, 5)));
            case 2 -> dynamic();
            default -> throw new IllegalStateException("block of type 3");
        }
    }

    private void stored() {
        bit = (bit + 7) / 8 * 8;
        int length = bits(16);
        if (bits(16) != (length ^ 0xFFFF)) {
            throw new IllegalStateException("lengths of a stored block disagree");
        }
        for (int i = 0; i < length; i++) {
            put(bits(8));
        }
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int[] meta = new int[19];
        int count = bits(4) + 4;
        for (int i = 0; i < count; i++) {
            meta[CODE_LENGTH_ORDER[i]] = bits(3);
        }
        Code code = new Code(meta);
        int[] lengths = new int[literals + distances];
        int at = 0;
        while (at < lengths.length) {
            int symbol = code.next();
            if (symbol < 16) {
                lengths[at++] = symbol;
            } else {
                int value = symbol == 16 ? lengths[at - 1] : 0;
                int repeat = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
                Arrays.fill(lengths, at, at + repeat, value);
                at += repeat;
            }
        }
        compressed(
                new Code(Arrays.copyOf(lengths, literals)),
                new Code(Arrays.copyOfRange(lengths, literals, lengths.length)));
    }

    private void compressed(Code literals, Code distances) {
        int symbol = literals.next();
        while (symbol != END_OF_BLOCK) {
            if (symbol < END_OF_BLOCK) {
                put(symbol);
            } else {
                int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
                int code = distances.next();
                copy(length, DISTANCE_BASE[code] + bits(DISTANCE_EXTRA[code]));
            }
            symbol = literals.next();
        }
    }

    private void copy(int length, int distance) {
        if (distance > size) {
            throw new IllegalStateException("distance " + distance + " reaches before the first byte");
        }
        farthest = Math.max(farthest, distance);
        for (int i = 0; i < length; i++) {
            put(history[size - distance]);
        }
    }

    private void put(int octet) {
        if (size == history.length) {
            history = Arrays.copyOf(history, 2 * size);
        }
        history[size++] = (byte) octet;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (input[bit >> 3] >> (bit & 7) & 1) << i;
            bit++;
        }
        return value;
    }

    private Code fixedLiterals() {
        int[] lengths = lengths(288, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        return new Code(lengths);
    }

    private static int[] lengths(int count, int length) {
        int[] lengths = new int[count];
        Arrays.fill(lengths, length);
        return lengths;
    }

    /** A canonical Huffman code, read bit by bit (RFC 1951 3.2.2). */
    private final class Code {
        private static final int MAX_BITS = 15;
        private final int[] counts = new int[MAX_BITS + 1];
        private final int[] symbols;

        Code(int[] lengths) {
            for (int length : lengths) {
                counts[length]++;
            }
            counts[0] = 0;
            int[] next = new int[MAX_BITS + 2];
            for (int length = 1; length <= MAX_BITS; length++) {
                next[length + 1] = next[length] + counts[length];
            }
            symbols = new int[lengths.length];
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] != 0) {
                    symbols[next[lengths[symbol]]++] = symbol;
                }
            }
        }

        int next() {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int length = 1; length <= MAX_BITS; length++) {
                code |= bits(1);
                if (code - first < counts[length]) {
                    return symbols[index + code - first];
                }
                index += counts[length];
                first = (first + counts[length]) << 1;
                code <<= 1;
            }
            throw new IllegalStateException("no such code");
        }
    }
}
