package dev.parley.conformance.peer;

import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;

/**
 * Inflates the server's messages (RFC 7692 7.2.2, RFC 1951) and watches how far each reference looks back: zlib would
 * take what a receiver with the agreed window could not. Slower than zlib, and independent of it. Confined to one thread.
 */
final class WindowInflater {
    private static final int WINDOW = 1 << 15;
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
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final byte[] window = new byte[WINDOW];
    private final int maxDistance;
    private final boolean forgets;
    private final long maxOutput;

    private long total; // bytes of all messages
    private long messageStart; // total where this message began
    private int unflushed; // bytes of the window not handed on
    private BitInput in = new BitInput(new byte[0], 0);
    private Sink out = (bytes, offset, length) -> {};

    /** Takes what a message inflates to. */
    interface Sink {
        void accept(byte[] bytes, int offset, int length);
    }

    WindowInflater(int windowBits, boolean forgets, long maxOutput) {
        this.maxDistance = 1 << windowBits;
        this.forgets = forgets;
        this.maxOutput = maxOutput;
    }

    /** Inflates a whole message from {@code bytes[0, length)}; {@code bytes} has room for four more. */
    void message(byte[] bytes, int length, Sink sink) throws Judgement {
        System.arraycopy(new byte[] {0, 0, -1, -1}, 0, bytes, length, 4); // RFC 7692 7.2.2
        in = new BitInput(bytes, length + 4);
        out = sink;
        messageStart = total;
        while (!in.atEnd()) {
            boolean last = in.bits(1) == 1;
            int type = in.bits(2);
            switch (type) {
                case 0 -> stored();
                case 1 -> codes(Huffman.FIXED_LENGTHS, Huffman.FIXED_DISTANCES);
                case 2 -> dynamic();
                default -> throw broken("a block of type 3");
            }
            if (last) {
                in.align(); // 7.2.3.4: what follows a final block begins at a byte
            }
        }
        flush();
    }

    private void stored() throws Judgement {
        in.align();
        int length = in.bits(16);
        if ((length ^ in.bits(16)) != 0xFFFF) {
            throw broken("a stored block whose length does not match its complement");
        }
        for (int i = 0; i < length; i++) {
            literal(in.bits(8));
        }
    }

    private void dynamic() throws Judgement {
        int literals = in.bits(5) + 257;
        int distances = in.bits(5) + 1;
        int codes = in.bits(4) + 4;
        int[] lengths = new int[320];
        for (int i = 0; i < codes; i++) {
            lengths[ORDER[i]] = in.bits(3);
        }
        Huffman codeLengths = new Huffman(Arrays.copyOf(lengths, 19));
        Arrays.fill(lengths, 0);
        int at = 0;
        while (at < literals + distances) {
            int symbol = codeLengths.decode(in);
            if (symbol < 16) {
                lengths[at++] = symbol;
            } else {
                int value = symbol == 16 && at > 0 ? lengths[at - 1] : 0;
                int times = symbol == 16 ? 3 + in.bits(2) : symbol == 17 ? 3 + in.bits(3) : 11 + in.bits(7);
                if (at + times > literals + distances) {
                    throw broken("code lengths beyond their number");
                }
                Arrays.fill(lengths, at, at + times, value);
                at += times;
            }
        }
        codes(
                new Huffman(Arrays.copyOf(lengths, literals)),
                new Huffman(Arrays.copyOfRange(lengths, literals, literals + distances)));
    }

    private void codes(Huffman lengths, Huffman distances) throws Judgement {
        int symbol = lengths.decode(in);
        while (symbol != 256) {
            if (symbol < 256) {
                literal(symbol);
            } else if (symbol - 257 >= LENGTH_BASE.length) {
                throw broken("a length code that does not exist");
            } else {
                int length = LENGTH_BASE[symbol - 257] + in.bits(LENGTH_EXTRA[symbol - 257]);
                int code = distances.decode(in);
                if (code >= DISTANCE_BASE.length) {
                    throw broken("a distance code that does not exist");
                }
                copy(length, DISTANCE_BASE[code] + in.bits(DISTANCE_EXTRA[code]));
            }
            symbol = lengths.decode(in);
        }
    }

    private void copy(int length, int distance) throws Judgement {
        if (distance > total) {
            throw broken("a reference to before the first message");
        }
        if (distance > maxDistance) {
            throw Judgement.fail(
                    "references within the agreed window of " + maxDistance + " bytes (RFC 7692 7.1.2.1)",
                    "one that looks back " + distance + " bytes");
        }
        if (forgets && distance > total - messageStart) {
            throw Judgement.fail(
                    "no reference to earlier messages, as agreed by server_no_context_takeover (RFC 7692 7.1.1.1)",
                    "one that looks back " + distance + " bytes, of which " + (total - messageStart)
                            + " are in this message");
        }
        int left = length;
        while (left > 0) {
            int from = (int) ((total - distance) & (WINDOW - 1));
            int to = (int) (total & (WINDOW - 1));
            int piece = Math.min(left, WINDOW - Math.max(from, to)); // neither end wraps
            if (distance == 1) {
                Arrays.fill(window, to, to + piece, window[from]);
            } else {
                piece = Math.min(piece, distance);
                System.arraycopy(window, from, window, to, piece);
            }
            left -= piece;
            added(piece);
        }
    }

    private void literal(int value) throws Judgement {
        window[(int) (total & (WINDOW - 1))] = (byte) value;
        added(1);
    }

    private void added(int count) throws Judgement {
        total += count;
        unflushed += count;
        if (total - messageStart > maxOutput) {
            throw Judgement.fail("a message as long as ours", "one that inflates to more than " + maxOutput + " bytes");
        }
        if ((total & (WINDOW - 1)) == 0) {
            flush();
        }
    }

    private void flush() {
        int end = (int) (total & (WINDOW - 1));
        int from = end == 0 && unflushed > 0 ? WINDOW - unflushed : end - unflushed;
        out.accept(window, from, unflushed);
        unflushed = 0;
    }

    private static Judgement broken(String what) {
        return Judgement.fail("compressed data in the form of DEFLATE (RFC 7692 7.2.1)", what);
    }
}
