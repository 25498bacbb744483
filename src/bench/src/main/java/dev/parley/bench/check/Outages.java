package dev.parley.bench.check;

import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** When anybody was told that something is out of order. Confined to one thread. */
final class Outages {
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(10); // closer ones count as one
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(10); // by which some learn of it after others

    private final TreeSet<Long> nanos = new TreeSet<>();

    /** Somebody is told so now. */
    void noticed() {
        long now = System.nanoTime();
        if (nanos.isEmpty() || now - nanos.last() >= APART_NANOS) {
            nanos.add(now);
        }
    }

    /** Whether something was out of order between these times, or was told to be soon after. */
    boolean cameBetween(long from, long to) {
        Long next = nanos.ceiling(from - APART_NANOS);
        return next != null && next <= to + LATE_NANOS;
    }
}
