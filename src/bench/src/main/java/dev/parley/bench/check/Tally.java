package dev.parley.bench.check;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What happened: counts and latencies, which are no judgement. Confined to one thread. */
final class Tally {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<String, Long> gaps = new TreeMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private final Histogram live = new Histogram(LONGEST, DIGITS);
    private final Histogram recovery = new Histogram(LONGEST, DIGITS);
    long connections;
    long deliveries; // of messages of logs
    long updates; // of values: messages
    long presence; // messages of who is there
    long skipped; // changes that slow readers were spared
    long conflicts; // publishes whose condition was not met
    long published;
    long accepted;
    long repeated; // publishes that were answered with dup
    long refused; // publishes that were to be sent again later
    long unsubscribed; // subscriptions that the server has ended for a while
    long degraded; // times that a page was told so

    void fault(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void gap(String why) {
        gaps.merge(why, 1L, Long::sum);
    }

    /** A page was told that something is out of order, or that it is over. */
    void mode(boolean isDegraded) {
        degraded += isDegraded ? 1 : 0;
    }

    /** A connection ended so. */
    void end(String how) {
        ends.merge(how, 1L, Long::sum);
    }

    /** A delivery to an undisturbed reader came so long after it was sent. */
    void delivered(long nanos) {
        live.recordValue(Math.min(Math.max(0, nanos), LONGEST));
    }

    /** A page needed so long from the beginning of a connection until all of its channels were live. */
    void recovered(long nanos) {
        recovery.recordValue(Math.min(Math.max(0, nanos), LONGEST));
    }

    Map<Fault, Long> faults() {
        return faults;
    }

    Map<String, Long> gaps() {
        return gaps;
    }

    Map<String, Long> ends() {
        return ends;
    }

    Histogram live() {
        return live;
    }

    Histogram recovery() {
        return recovery;
    }
}
