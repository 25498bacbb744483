package dev.parley.conformance.script;

import java.util.Arrays;

/**
 * Writes DEFLATE blocks by hand (RFC 1951 3.2.4 to 3.2.6): stored ones, and one with the fixed codes whose literals and
 * matches are chosen, where zlib would choose its own. Keeps what it inflates to. Confined to one thread.
 */
public final class FixedBlock {
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12_289, 16_385, 24_577
    };
    private static final int MAX_STORED = 0xFFFF;

    private final BitOutput packed = new BitOutput();
    private final int before;
    private byte[] plain;
    private int length;
    private boolean open;

    /** Behind messages that inflated to this, to which matches may refer. */
    public FixedBlock(byte[] before) {
        this.before = before.length;
        this.plain = before.clone();
        this.length = before.length;
    }

    /** These bytes in stored blocks. */
    public FixedBlock stored(byte[] bytes) {
        end();
        for (int at = 0; at < bytes.length; at += MAX_STORED) {
            int some = Math.min(MAX_STORED, bytes.length - at);
            packed.put(0, 3);
            packed.align();
            packed.put(some, 16);
            packed.put(~some & MAX_STORED, 16);
            packed.bytes(bytes, at, some);
        }
        for (byte b : bytes) {
            keep(b);
        }
        return this;
    }

    /** A byte, in {@code [0, 255]}. */
    public FixedBlock literal(int value) {
        begin();
        keep((byte) value);
        code(value);
        return this;
    }

    /** As many bytes, in {@code [3, 258]}, from as far back, in {@code [1, 32768]}. */
    public FixedBlock match(int bytes, int distance) {
        begin();
        int symbol = last(LENGTH_BASE, bytes);
        code(257 + symbol);
        int extra = symbol < 8 || symbol == 28 ? 0 : symbol / 4 - 1;
        packed.put(bytes - LENGTH_BASE[symbol], extra);
        int far = last(DISTANCE_BASE, distance);
        packed.code(far, 5);
        packed.put(distance - DISTANCE_BASE[far], far < 4 ? 0 : far / 2 - 1);
        for (int i = 0; i < bytes; i++) {
            keep(plain[length - distance]);
        }
        return this;
    }

    /** The payload of the message: the blocks, and the empty one without its last four bytes (RFC 7692 7.2.1). */
    public Payload message() {
        end();
        packed.put(0, 3);
        packed.align();
        return Payload.of(packed.toByteArray());
    }

    /** What it inflates to. */
    public byte[] plain() {
        return Arrays.copyOfRange(plain, before, length);
    }

    private void keep(byte b) {
        if (length == plain.length) {
            plain = Arrays.copyOf(plain, 2 * length + 64);
        }
        plain[length++] = b;
    }

    private void begin() {
        if (!open) {
            packed.put(2, 3); // not the last one, fixed codes
            open = true;
        }
    }

    private void end() {
        if (open) {
            code(256);
            open = false;
        }
    }

    private void code(int symbol) {
        if (symbol < 144) {
            packed.code(0x30 + symbol, 8);
        } else if (symbol < 256) {
            packed.code(0x190 + symbol - 144, 9);
        } else if (symbol < 280) {
            packed.code(symbol - 256, 7);
        } else {
            packed.code(0xC0 + symbol - 280, 8);
        }
    }

    private static int last(int[] bases, int value) {
        int at = bases.length - 1;
        while (bases[at] > value) {
            at--;
        }
        return at;
    }
}
