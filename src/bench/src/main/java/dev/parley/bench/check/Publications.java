package dev.parley.bench.check;

import java.util.HashSet;
import java.util.Set;

/** What one page has published: the data's hash, when, and where to. Confined to one thread. */
final class Publications {
    private static final int MID_BITS = 32;

    private final int page;
    private final Longs hashes = new Longs(); // all by mid
    private final Longs sentNanos = new Longs();
    private final Longs channels = new Longs(); // index
    private final Longs firstNanos = new Longs();
    private final Longs againNanos = new Longs(); // 0: sent once
    private final Set<Long> late = new HashSet<>(); // mids
    private long last;

    Publications(int page) {
        this.page = page;
    }

    /** Names a publication: never 0. */
    static long key(int page, long mid) {
        return (page + 1L) << MID_BITS | mid;
    }

    static int page(long key) {
        return (int) (key >>> MID_BITS) - 1;
    }

    static long mid(long key) {
        return key & (1L << MID_BITS) - 1;
    }

    int page() {
        return page;
    }

    /** The mid of the next one. */
    long nextMid() {
        return last + 1;
    }

    /** It is sent for the first time. */
    void add(Topic channel, long hash, long nowNanos) {
        last++;
        hashes.set(last, hash);
        sentNanos.set(last, nowNanos);
        firstNanos.set(last, nowNanos);
        channels.set(last, channel.index());
        channel.sending();
    }

    /** How many there are; their mids are 1 to this. */
    long count() {
        return last;
    }

    /** Whether this page published something by that mid in that channel. */
    boolean isKnown(long mid, int channel) {
        return mid >= 1 && mid <= last && channels.get(mid) == channel;
    }

    /** Whether this page published that, in that channel. */
    boolean isKnown(long mid, int channel, long hash) {
        return isKnown(mid, channel) && hashes.get(mid) == hash;
    }

    /** It is sent once more: how long it took says nothing any more. */
    void resent(long mid) {
        sentNanos.set(mid, 0);
        againNanos.set(mid, System.nanoTime());
    }

    /** It was refused for a while: those that were sent after it may be accepted before it. */
    void mayBeLate(long mid) {
        late.add(mid);
    }

    /**
     * Whether it may stand after those that were sent after it: it was refused for a while, or may have been, if its answer
     * was lost with the connection and anybody was refused then.
     */
    boolean isMaybeLate(long mid, Outages outages) {
        long again = againNanos.get(mid);
        return late.contains(mid) || (again != 0 && outages.cameBetween(firstNanos.get(mid), again));
    }

    long sentNanos(long mid) {
        return sentNanos.get(mid);
    }

    int channel(long mid) {
        return (int) channels.get(mid);
    }

    @Override
    public String toString() {
        return "page " + page;
    }
}
