package dev.parley.store.jdbc;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log keeps, within its bounds: weight and time of each publication, and the last ones whole, so that those who
 * follow need no database. Guarded by its log.
 */
final class Kept {
    private static final int MAX_WHOLE = 256;
    private static final long MAX_WHOLE_BYTES = 512 << 10;

    private final LogBounds bounds;
    private final ChannelMemory memory;
    private final ArrayDeque<Publication> whole = new ArrayDeque<>(0);
    private final ArrayDeque<Head> heads = new ArrayDeque<>(0);
    private long top;
    private long bytes; // of all that is kept
    private long wholeBytes;

    /** What is known of a publication that is kept. */
    record Head(int weight, long time) {}

    /** Begins with what a database has: the heads of the publications up to {@code top}, the oldest first. */
    Kept(LogBounds bounds, ChannelMemory memory, long top, List<Head> heads) {
        this.bounds = bounds;
        this.memory = memory;
        this.top = top;
        for (Head head : heads) {
            this.heads.add(head);
            bytes += head.weight();
        }
        dropOldest();
    }

    long top() {
        return top;
    }

    long first() {
        return top - heads.size() + 1;
    }

    /** As {@link dev.parley.hub.spi.ChannelLog#endangered()}. */
    long endangered() {
        long byCount = (long) heads.size() - Math.max(1, bounds.messages() / 2);
        long tooManyBytes = bytes - bounds.bytes() / 2;
        long byBytes = tooManyBytes <= 0 ? 0 : tooManyBytes * heads.size() / Math.max(1, bytes);
        long endangered = Math.max(byCount, byBytes);
        return endangered <= 0 ? 0 : top - heads.size() + Math.min(endangered, heads.size() - 1);
    }

    void add(Publication publication) {
        top = publication.offset();
        heads.add(new Head(publication.weight(), publication.time()));
        bytes += publication.weight();
        whole.add(publication);
        growWhole(publication.weight());
        dropOldest();
        while (whole.size() > 1 && (whole.size() > MAX_WHOLE || wholeBytes > MAX_WHOLE_BYTES || memory.isOver())) {
            growWhole(-whole.remove().weight());
        }
    }

    private void dropOldest() {
        while (heads.size() > bounds.messages() || (heads.size() > 1 && bytes > bounds.bytes())) {
            drop();
        }
    }

    private void drop() {
        bytes -= heads.remove().weight();
        if (!whole.isEmpty() && whole.getFirst().offset() < first()) {
            growWhole(-whole.remove().weight());
        }
    }

    /** Drops what is older than {@code time}. */
    void expire(long time) {
        while (!heads.isEmpty() && heads.getFirst().time() < time) {
            drop();
        }
    }

    /** Returns whether what comes after an offset is here whole. */
    boolean hasAfter(long after) {
        long firstWhole = whole.isEmpty() ? top + 1 : whole.getFirst().offset();
        return Math.max(after + 1, first()) >= firstWhole;
    }

    /** Reads what is here whole. */
    List<Publication> read(long after, int limit) {
        List<Publication> page = new ArrayList<>((int) Math.max(0, Math.min(limit, top - after)));
        for (Publication publication : whole) {
            if (publication.offset() > after && page.size() < limit) {
                page.add(publication);
            }
        }
        return page;
    }

    /** Gives the memory back. */
    void clear() {
        whole.clear();
        growWhole(-wholeBytes);
    }

    private void growWhole(long by) {
        wholeBytes += by;
        memory.take(by);
    }
}
