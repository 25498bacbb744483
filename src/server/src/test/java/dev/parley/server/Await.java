package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does, with a limit. */
final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long STEP_NANOS = 1_000_000;

    private Await() {}

    static void until(BooleanSupplier condition, String failure) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP_NANOS);
        }
        assertTrue(condition.getAsBoolean(), failure);
    }
}
