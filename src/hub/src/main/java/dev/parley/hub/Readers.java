package dev.parley.hub;

import java.util.Arrays;
import java.util.concurrent.Executor;

/** Subscriptions that are walked together. Safe for any thread. */
final class Readers {
    private static final StateSubscription[] NONE = {};

    private final Runnable first;
    private final Walk walk;
    private volatile StateSubscription[] readers = NONE; // replaced under this

    /**
     * Begins without any.
     *
     * @param executor takes walks over that last
     * @param first done at the beginning of each round
     */
    Readers(Executor executor, Runnable first) {
        this.first = first;
        this.walk = new Walk(executor, this::round);
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

    boolean isEmpty() {
        return readers.length == 0;
    }

    /** Makes all readers look whether there is something to tell. */
    void walk() {
        if (!isEmpty()) {
            walk.request();
        }
    }

    private void round() {
        first.run();
        for (StateSubscription reader : readers) {
            reader.request();
        }
    }
}
