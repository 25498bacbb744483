package dev.parley.bench.fanout;

import org.HdrHistogram.Histogram;

/** What the members of one run counted; confined to their thread. */
final class Counts {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    long deliveries;
    long messages; // of WebSocket: several deliveries may share one
    long bytes;
    long faults; // lost, doubled or out of order
    String firstFault = "";
    final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);

    void fault(String what) {
        if (faults++ == 0) {
            firstFault = what;
        }
    }

    void delivered(long nanos) {
        latency.recordValue(Math.min(Math.max(nanos, 0), LONGEST_NANOS));
    }

    void clear() {
        deliveries = 0;
        messages = 0;
        bytes = 0;
        latency.reset();
    }
}
