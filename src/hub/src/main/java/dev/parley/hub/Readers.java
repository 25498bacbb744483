package dev.parley.hub;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The subscriptions of one view, which are walked whenever something happened there. One thread at a time walks; what
 * happens meanwhile is told in the next round. After a few rounds the walk moves to an executor, so that no publisher's
 * thread works for all others without end. Safe for any thread.
 */
final class Readers {
    private static final int ROUNDS = 4;
    private static final StateSubscription[] NONE = {};

    private final Executor executor;
    private final Runnable first;
    private final AtomicInteger work = new AtomicInteger(); // requests to the walk
    private volatile StateSubscription[] readers = NONE; // replaced under this

    /**
     * Begins without any.
     *
     * @param executor takes walks over that last
     * @param first done at the beginning of each round
     */
    Readers(Executor executor, Runnable first) {
        this.executor = executor;
        this.first = first;
    }

    synchronized void add(StateSubscription reader) {
        StateSubscription[] more = Arrays.copyOf(readers, readers.length + 1);
        more[more.length - 1] = reader;
        readers = more;
    }

    /** Removes a reader; {@code false} if there was no such. */
    synchronized boolean remove(StateSubscription reader) {
        int before = readers.length;
        readers = Arrays.stream(readers).filter(other -> other != reader).toArray(StateSubscription[]::new);
        return readers.length < before;
    }

    List<StateSubscription> all() {
        return List.of(readers);
    }

    boolean isEmpty() {
        return readers.length == 0;
    }

    /** Makes all readers look whether there is something to tell, in a round that begins after this call. */
    void walk() {
        if (!isEmpty() && work.getAndIncrement() == 0) {
            rounds();
        }
    }

    private void rounds() {
        for (int rounds = 1; ; rounds++) {
            int seen = work.get();
            first.run();
            for (StateSubscription reader : readers) {
                reader.request();
            }
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
