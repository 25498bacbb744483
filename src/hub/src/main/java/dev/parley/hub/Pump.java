package dev.parley.hub;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The turns of one subscription: any thread may ask for one, one at a time delivers, the others leave it a request.
 * Safe for any thread.
 */
final class Pump {
    private final Deliverer deliverer;
    private final Consumer<Throwable> failed;
    private final AtomicInteger work = new AtomicInteger(1); // held until start(): nothing is delivered before
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean refused; // written by the turn; a walk passes by, resume() does not

    /** Delivers what there is. */
    @FunctionalInterface
    interface Deliverer {
        /** Delivers until there is nothing more, or, with {@code false}, until the subscriber has no room. */
        boolean deliver();
    }

    /**
     * Makes a pump at rest.
     *
     * @param failed told what {@code deliverer} threw
     */
    Pump(Deliverer deliverer, Consumer<Throwable> failed) {
        this.deliverer = deliverer;
        this.failed = failed;
    }

    /** Takes the first turn; {@code false} if it has been taken before. */
    boolean start() {
        boolean first = started.compareAndSet(false, true);
        if (first) {
            run();
        }
        return first;
    }

    /**
     * Asks for a turn, unless the subscriber had no room and has not resumed: a frozen reader costs the others nothing.
     * If this sees that, the turn that a resume asks for has not begun, and will see what there is.
     */
    void request() {
        if (!refused) {
            resume();
        }
    }

    /** Asks for a turn. */
    void resume() {
        if (work.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int seen = 1;
        do {
            if (refused) {
                refused = false; // before it is seen what there is, see request()
            }
            try {
                refused = !deliverer.deliver();
            } catch (Throwable e) { // boundary to the subscriber: a walk goes on to the others whatever one throws
                failed.accept(e);
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }
}
