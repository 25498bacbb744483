package dev.parley.bench.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** CPU nanoseconds, messages, and bytes allocated by the benchmark's thread, of each iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuCounter {
    /** CPU time of the iteration, in nanoseconds. */
    public long cpuNanos;

    /** Total of messages so far, kept by the benchmark; after the iteration, those of the iteration. */
    public long messages;

    /** Bytes that the benchmark's thread allocated, the reading of the clock left out. */
    public long allocatedBytes;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long startNanos;
    private long startBytes;
    private long startMessages;

    /** Reads the clock. */
    @Setup(Level.Iteration)
    public void start() {
        startNanos = CpuClock.workNanos();
        startBytes = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Reads the clock again. */
    @TearDown(Level.Iteration)
    public void stop() {
        allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
        cpuNanos = CpuClock.workNanos() - startNanos;
        long total = messages;
        messages = total - startMessages;
        startMessages = total;
    }
}
