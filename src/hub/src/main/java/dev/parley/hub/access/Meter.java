package dev.parley.hub.access;

import java.util.Optional;

/** What one connection, user or address has done lately. Safe for any thread. */
final class Meter {
    private static final long MILLI = 1_000_000L;

    private final String of;
    private final RateLimits.Pace pace;
    private final Optional<Bucket> requests;
    private final Optional<Bucket> publishes;

    /** Begins as if nothing had been done; {@code of} says whose it is, as in "at most 20 publications … of a connection". */
    Meter(String of, RateLimits.Pace pace, long nowNanos) {
        this.of = of;
        this.pace = pace;
        this.requests = pace.requests().map(rate -> new Bucket(rate, nowNanos));
        this.publishes = pace.publishes().map(rate -> new Bucket(rate, nowNanos));
    }

    /** Counts a deed; returns why it is too much, if it is. */
    Optional<Excess> count(Deed deed, long nowNanos) {
        Optional<Bucket> bucket = deed == Deed.REQUEST ? requests : publishes;
        if (bucket.isEmpty()) {
            return Optional.empty();
        }
        long wait = bucket.get().take(nowNanos);
        if (wait == 0) {
            return Optional.empty();
        }
        Optional<Rate> rate = deed == Deed.REQUEST ? pace.requests() : pace.publishes();
        int most = rate.map(Rate::perSecond).orElse(0);
        return Optional.of(
                new Excess("at most " + most + " " + deed.words() + " a second of " + of, (wait + MILLI - 1) / MILLI));
    }

    /** Returns whether it can be forgotten: a new one would be the same. */
    boolean isIdle(long nowNanos) {
        return requests.map(bucket -> bucket.isFull(nowNanos)).orElse(true)
                && publishes.map(bucket -> bucket.isFull(nowNanos)).orElse(true);
    }
}
