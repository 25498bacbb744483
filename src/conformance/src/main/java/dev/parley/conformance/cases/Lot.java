package dev.parley.conformance.cases;

import java.util.List;
import java.util.function.Supplier;

/**
 * Inputs that take time to make, or memory to keep: made when they are played, and for their number if that is asked for
 * first. Safe for any thread.
 */
final class Lot<T> {
    private static final int UNKNOWN = -1;

    private final Supplier<List<T>> maker;
    private volatile int size = UNKNOWN;

    Lot(Supplier<List<T>> maker) {
        this.maker = maker;
    }

    /** All of them, the same each time. */
    List<T> make() {
        List<T> all = maker.get();
        size = all.size();
        return all;
    }

    int size() {
        return size == UNKNOWN ? make().size() : size;
    }
}
