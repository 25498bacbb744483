package dev.parley.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The selector threads of one run. Closing it resets every connection that is left. */
public final class Swarm implements AutoCloseable {
    private final List<SelectorThread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Swarm() {}

    /** Starts this many threads. */
    public static Swarm start(int threads) throws IOException {
        Swarm swarm = new Swarm();
        for (int i = 0; i < threads; i++) {
            swarm.threads.add(new SelectorThread("load-" + i, e -> swarm.failure.compareAndSet(null, e)));
        }
        return swarm;
    }

    /** How many threads there are. */
    public int size() {
        return threads.size();
    }

    /** The thread for the connection with this number: round robin. */
    public SelectorThread thread(int number) {
        return threads.get(Math.floorMod(number, threads.size()));
    }

    /** The fault of this program that ended a thread, if one did: then nothing that was measured counts. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /**
     * Makes sure that all threads run.
     *
     * @throws IllegalStateException with the fault that ended one
     */
    public void check() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a thread of the load generator failed: " + cause, cause);
        }
    }

    @Override
    public void close() {
        for (SelectorThread thread : threads) {
            try {
                thread.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
