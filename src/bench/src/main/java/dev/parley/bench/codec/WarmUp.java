package dev.parley.bench.codec;

import java.io.IOException;

/** Warms up by CPU time, until the JIT compilers have had nothing to do for a while. */
final class WarmUp {
    private static final long LEAST = 600_000_000L;
    private static final long MOST = 3_000_000_000L;
    private static final long QUIET = 300_000_000L;
    private static final long NOISE = 1_000_000L;
    private static final long STEP = 50_000_000L;

    private WarmUp() {}

    /** What is to be warmed up. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    static void untilQuiet(Task task) throws IOException {
        long start = CpuClock.workNanos();
        long now = start;
        long quietSince = start;
        long compiled = CpuClock.compilerNanos();
        while (now - start < LEAST || (now - quietSince < QUIET && now - start < MOST)) {
            long until = now + STEP;
            while (now < until) {
                for (int i = 0; i < 20; i++) {
                    task.run();
                }
                now = CpuClock.workNanos();
            }
            long compiledNow = CpuClock.compilerNanos();
            if (compiledNow - compiled > NOISE) {
                quietSince = now;
            }
            compiled = compiledNow;
        }
    }
}
