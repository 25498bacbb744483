package dev.parley.bench.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one channel's log from its beginning until it is lost, if it ever is: which publication stands at which
 * offset. Confined to one thread.
 */
final class LogEra {
    private static final long NOT_READ = -1;

    private final KnownLog log;
    private final int number;
    private final Longs publications = new Longs(); // by offset: who and mid
    private final Map<Long, Long> offsets = new HashMap<>(); // by publication, as somebody has seen it
    private final Map<Long, Long> accepted = new HashMap<>(); // by publication, as it was answered
    private final Set<String> unwritten = new HashSet<>(0); // epochs that ended before anything was in them
    private String epoch = "";
    private long highest;
    private long top = NOT_READ; // as read at the end
    private long first = 1; // as read at the end

    LogEra(KnownLog log, int number) {
        this.log = log;
        this.number = number;
    }

    KnownLog log() {
        return log;
    }

    /** The epoch, or nothing before anybody was told it. */
    String epoch() {
        return epoch;
    }

    void setEpoch(String told) {
        epoch = told;
    }

    /** Nothing was written in the epoch, so nothing is lost when there is another one. */
    void forgetEmptyEpoch() {
        unwritten.add(epoch);
        epoch = "";
    }

    /** Whether that was an epoch in which nothing was written; who was told of it may come to know late. */
    boolean wasEmptyEpoch(String told) {
        return unwritten.contains(told);
    }

    /** The highest offset that anybody was told of. */
    long highest() {
        return highest;
    }

    void isAtLeastAt(long offset) {
        highest = Math.max(highest, offset);
    }

    /** Where the server's log was read to end. */
    void setTop(long offset) {
        top = offset;
    }

    /** Where the server's log was read to begin. */
    void setFirst(long offset) {
        first = offset;
    }

    /** Where the log begins, as it was read. */
    long first() {
        return first;
    }

    /** Where the log ends: as it was read, else the highest offset that anybody was told of. */
    long top() {
        return top == NOT_READ ? highest : top;
    }

    /** Who published what stands there: see {@link Publications#key}; 0 if nobody has seen it. */
    long at(long offset) {
        return publications.get(offset);
    }

    void put(long offset, long key) {
        publications.set(offset, key);
        offsets.put(key, offset);
        isAtLeastAt(offset);
    }

    /** Where a publication was seen; 0 if nobody has seen it. */
    long offset(long key) {
        return offsets.getOrDefault(key, 0L);
    }

    /** Where a publication was accepted; 0 if it was not. */
    long accepted(long key) {
        return accepted.getOrDefault(key, 0L);
    }

    void setAccepted(long key, long offset) {
        accepted.put(key, offset);
    }

    /** All publications that were accepted, with their offsets. */
    Map<Long, Long> allAccepted() {
        return accepted;
    }

    @Override
    public String toString() {
        return number == 0 ? log.name() : log.name() + " after start " + (number + 1);
    }
}
