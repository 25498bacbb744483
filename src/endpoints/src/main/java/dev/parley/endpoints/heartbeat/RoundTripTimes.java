package dev.parley.endpoints.heartbeat;

import java.time.Duration;
import java.util.Arrays;

/** The last round-trip times of one connection. Safe for any thread. */
final class RoundTripTimes {
    /** How many times the figures are made of. */
    static final int WINDOW = 256;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double P99 = 0.99;

    private final long[] nanos = new long[WINDOW]; // guarded by this
    private long count; // guarded by this

    /**
     * Figures over the last {@value RoundTripTimes#WINDOW} times, in milliseconds.
     *
     * @param last the newest
     * @param min the shortest
     * @param mean the arithmetic mean
     * @param p99 the shortest that is not exceeded by 99 % of them
     */
    record Report(double last, double min, double mean, double p99) {}

    /** Adds a time and returns the figures with it. */
    synchronized Report add(Duration time) {
        nanos[(int) (count++ % WINDOW)] = time.toNanos();
        int kept = (int) Math.min(count, WINDOW);
        long[] sorted = Arrays.copyOf(nanos, kept);
        Arrays.sort(sorted);
        double mean = Arrays.stream(sorted).average().orElse(0);
        int rank = (int) Math.ceil(P99 * kept); // nearest rank, from 1
        return new Report(millis((double) time.toNanos()), millis((double) sorted[0]), millis(mean), millis((double)
                sorted[rank - 1]));
    }

    private static double millis(double nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * 1000) / 1000.0;
    }
}
