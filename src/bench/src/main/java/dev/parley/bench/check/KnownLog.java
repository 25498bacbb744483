package dev.parley.bench.check;

import java.nio.charset.StandardCharsets;

/** What is known of one channel's log: which publication stands at which offset. Confined to one thread. */
final class KnownLog implements Topic {
    private static final long NOT_READ = -1;

    private final int index;
    private final String name;
    private final byte[] nameBytes;
    private final Longs publications = new Longs(); // by offset: who and mid
    private String epoch = "";
    private long highest;
    private long sent; // publishes, each once, answered or not
    private long top = NOT_READ; // as read at the end

    KnownLog(int index, String name) {
        this.index = index;
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] nameBytes() {
        return nameBytes;
    }

    /** The epoch, or nothing before anybody was told it. */
    String epoch() {
        return epoch;
    }

    void setEpoch(String told) {
        epoch = told;
    }

    @Override
    public long highest() {
        return highest;
    }

    void isAtLeastAt(long offset) {
        highest = Math.max(highest, offset);
    }

    @Override
    public void sending() {
        sent++;
    }

    /** Where the server's log was read to end. */
    void setTop(long offset) {
        top = offset;
    }

    /** Where the log ends: as it was read, else the highest offset that anybody was told of. */
    long top() {
        return top == NOT_READ ? highest : top;
    }

    /** How many messages can be in the log at most. */
    long sent() {
        return sent;
    }

    /** Who published what stands there: see {@link Publications#key}; 0 if nobody has seen it. */
    long at(long offset) {
        return publications.get(offset);
    }

    void put(long offset, long key) {
        publications.set(offset, key);
        isAtLeastAt(offset);
    }

    @Override
    public String toString() {
        return name;
    }
}
