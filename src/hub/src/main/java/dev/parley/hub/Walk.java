package dev.parley.hub;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes round to all subscriptions of a channel whenever something happened there. One thread at a time walks; what
 * happens meanwhile is told in the next round. After a few rounds the walk moves to an executor, so that no publisher's
 * thread works for all others without end. Safe for any thread.
 */
final class Walk {
    private static final int ROUNDS = 4;

    private final Executor executor;
    private final Runnable round;
    private final AtomicInteger work = new AtomicInteger();

    /** Makes a walk at rest; {@code round} goes to each subscription once, and throws nothing. */
    Walk(Executor executor, Runnable round) {
        this.executor = executor;
        this.round = round;
    }

    /** Asks for a round that begins after this call. */
    void request() {
        if (work.getAndIncrement() == 0) {
            rounds();
        }
    }

    private void rounds() {
        for (int rounds = 1; ; rounds++) {
            int seen = work.get();
            round.run();
            if (work.addAndGet(-seen) == 0) {
                return;
            }
            if (rounds >= ROUNDS && movedToExecutor()) {
                return;
            }
        }
    }

    private boolean movedToExecutor() {
        try {
            executor.execute(this::rounds);
            return true;
        } catch (RejectedExecutionException e) { // it shuts down: this thread goes on, or the channel would stand still
            return false;
        }
    }
}
