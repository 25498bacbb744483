package dev.parley.conformance.script;

import java.io.ByteArrayOutputStream;

/** Bits of a DEFLATE stream, lowest first (RFC 1951 3.1.1). Confined to one thread. */
public final class BitOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int bits;
    private int count;

    /** Begins with nothing. */
    public BitOutput() {}

    /** A number of so many bits, at most 16. */
    public void put(int value, int length) {
        bits |= value << count;
        count += length;
        while (count >= 8) {
            bytes.write(bits);
            bits >>>= 8;
            count -= 8;
        }
    }

    /** A Huffman code of so many bits, at most 16: its highest bit comes first. None if it has no bits. */
    public void code(int code, int length) {
        if (length > 0) {
            put(Integer.reverse(code) >>> (Integer.SIZE - length), length);
        }
    }

    /** Fills the byte with zeros. */
    public void align() {
        if (count > 0) {
            put(0, 8 - count);
        }
    }

    /** Whole bytes, behind {@link #align()}. */
    public void bytes(byte[] from, int offset, int length) {
        bytes.write(from, offset, length);
    }

    /** What was written, but for a byte that is not full. */
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
