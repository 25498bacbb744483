package dev.parley.endpoints.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The mean of what was measured in the last minute, to five seconds. Safe for any thread. */
final class LastMinute {
    private static final int SLOTS = 12;
    private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private final long[] counts = new long[SLOTS]; // guarded by this
    private final double[] sums = new double[SLOTS]; // guarded by this
    private long slot; // guarded by this; number of the newest, which rises for ever

    LastMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.slot = present();
    }

    private long present() {
        return Math.floorDiv(nanoTime.getAsLong(), SLOT_NANOS);
    }

    synchronized void add(double value) {
        forget();
        int index = (int) Math.floorMod(slot, (long) SLOTS);
        counts[index]++;
        sums[index] += value;
    }

    /** Returns the mean; not a number if nothing was measured. */
    synchronized double mean() {
        forget();
        long count = 0;
        double sum = 0;
        for (int i = 0; i < SLOTS; i++) {
            count += counts[i];
            sum += sums[i];
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private void forget() {
        long now = present();
        for (long next = Math.max(slot + 1, now - SLOTS + 1); next <= now; next++) {
            int index = (int) Math.floorMod(next, (long) SLOTS);
            counts[index] = 0;
            sums[index] = 0;
        }
        slot = Math.max(slot, now);
    }
}
