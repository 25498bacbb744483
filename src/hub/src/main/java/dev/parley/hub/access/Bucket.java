package dev.parley.hub.access;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens, filled at a rate: what is kept is the time at which it will be full again, one number that one
 * compare-and-set moves (the generic cell rate algorithm). Time comes in as an argument, and may run over. Safe for any
 * thread.
 */
public final class Bucket {
    private static final long SECOND = 1_000_000_000L;

    private final long interval; // nanoseconds that one token takes to come
    private final long depth; // nanoseconds that all but one take
    private final AtomicLong fullAt;

    /** Begins full. */
    public Bucket(Rate rate, long nowNanos) {
        this.interval = SECOND / rate.perSecond();
        this.depth = interval * (rate.burst() - 1);
        this.fullAt = new AtomicLong(nowNanos);
    }

    /** Takes a token; returns 0, or after how many nanoseconds there will be one. */
    public long take(long nowNanos) {
        while (true) {
            long full = fullAt.get();
            long missing = Math.max(0, full - nowNanos);
            if (missing > depth) {
                return missing - depth;
            }
            if (fullAt.compareAndSet(full, nowNanos + missing + interval)) {
                return 0;
            }
        }
    }

    /** Returns whether nothing is missing, so that it can be forgotten. */
    public boolean isFull(long nowNanos) {
        return fullAt.get() - nowNanos <= 0;
    }
}
