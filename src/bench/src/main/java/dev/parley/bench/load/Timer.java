package dev.parley.bench.load;

/** Something to be done at a time, on one selector thread; confined to it. */
public final class Timer implements Comparable<Timer> {
    private final long atNanos;
    private final Runnable action;
    private boolean cancelled;

    Timer(long atNanos, Runnable action) {
        this.atNanos = atNanos;
        this.action = action;
    }

    /** Nothing happens any more. Idempotent. */
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isDue(long nowNanos) {
        return nowNanos - atNanos >= 0;
    }

    long nanosFrom(long nowNanos) {
        return atNanos - nowNanos;
    }

    void fire() {
        if (!cancelled) {
            action.run();
        }
    }

    @Override
    public int compareTo(Timer other) {
        return Long.compare(atNanos - other.atNanos, 0);
    }
}
