package dev.parley.bench.codec;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** CPU nanoseconds and messages of each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuCounter {
    /** CPU time of the iteration, in nanoseconds. */
    public long cpuNanos;

    /** Total of messages so far, kept by the benchmark; after the iteration, those of the iteration. */
    public long messages;

    private long startNanos;
    private long startMessages;

    /** Reads the clock. */
    @Setup(Level.Iteration)
    public void start() {
        startNanos = CpuClock.workNanos();
    }

    /** Reads the clock again. */
    @TearDown(Level.Iteration)
    public void stop() {
        cpuNanos = CpuClock.workNanos() - startNanos;
        long total = messages;
        messages = total - startMessages;
        startMessages = total;
    }
}
