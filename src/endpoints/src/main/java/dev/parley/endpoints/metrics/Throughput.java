package dev.parley.endpoints.metrics;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast a number has risen in the last minute: it is looked at now and then. Safe for any thread. */
final class Throughput {
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier number;
    private final LongSupplier nanoTime;
    private final ArrayDeque<Look> looks = new ArrayDeque<>(); // guarded by this; oldest first, never empty

    private record Look(long number, long nanos) {}

    /** Begins to look at {@code number}, which only rises. */
    Throughput(LongSupplier number, LongSupplier nanoTime) {
        this.number = number;
        this.nanoTime = nanoTime;
        looks.add(new Look(number.getAsLong(), nanoTime.getAsLong()));
    }

    /** Looks; to be called every few seconds or more often. */
    synchronized void look() {
        long now = nanoTime.getAsLong();
        if (now - looks.getLast().nanos() >= PAUSE_NANOS) {
            looks.addLast(new Look(number.getAsLong(), now));
        }
        while (looks.size() > 1 && now - looks.getFirst().nanos() > WINDOW_NANOS) {
            looks.removeFirst();
        }
    }

    /** Returns by how much it rose in a second. */
    synchronized double perSecond() {
        long nanos = nanoTime.getAsLong() - looks.getFirst().nanos();
        long more = number.getAsLong() - looks.getFirst().number();
        return nanos <= 0 ? 0 : more * 1e9 / nanos;
    }
}
