package dev.parley.bench.codec;

/** What a peer delivered: the same for all peers, or one of them is not doing the work. Looks at length, first and last. */
final class Tally {
    private long messages;
    private long units;
    private long sum;

    /** Notes a message of {@code length} bytes (or chars). */
    void add(int length, int first, int last) {
        messages++;
        units += length;
        sum += first + 31L * last;
    }

    void add(CharSequence text) {
        int length = text.length();
        add(length, text.charAt(0), text.charAt(length - 1));
    }

    void add(byte[] bytes, int offset, int length) {
        add(length, bytes[offset], bytes[offset + length - 1]);
    }

    long messages() {
        return messages;
    }

    @Override
    public String toString() {
        return messages + " messages, " + units + " units, sum " + sum;
    }
}
