package dev.parley.bench.check;

/** What one page has published: the data's hash, when, where to, and at which offset it stands. Confined to one thread. */
final class Publications {
    private static final int MID_BITS = 32;

    private final int page;
    private final Longs hashes = new Longs(); // all by mid
    private final Longs sentNanos = new Longs();
    private final Longs channels = new Longs(); // index
    private final Longs offsets = new Longs(); // 0: nobody was told
    private final Longs accepted = new Longs(); // offset of the answer; 0: none
    private boolean ordered = true;
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
    }

    /** The server was free to take them in another order. */
    void outOfOrder() {
        ordered = false;
    }

    boolean isOrdered() {
        return ordered;
    }

    long sentNanos(long mid) {
        return sentNanos.get(mid);
    }

    int channel(long mid) {
        return (int) channels.get(mid);
    }

    long offset(long mid) {
        return offsets.get(mid);
    }

    void setOffset(long mid, long offset) {
        offsets.set(mid, offset);
    }

    long accepted(long mid) {
        return accepted.get(mid);
    }

    void setAccepted(long mid, long offset) {
        accepted.set(mid, offset);
    }

    @Override
    public String toString() {
        return "page " + page;
    }
}
