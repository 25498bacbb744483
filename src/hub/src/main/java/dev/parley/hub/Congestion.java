package dev.parley.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Whether publishers outrun those who follow a channel: at least half of them are about to miss something. Then
 * publishers wait, since a gap for half of the readers helps nobody; a slow minority gets its gaps and holds nobody up.
 * Safe for any thread.
 */
final class Congestion {
    private final IntSupplier followers;
    private final AtomicInteger behind = new AtomicInteger();
    private final List<Runnable> waiting = new ArrayList<>(0); // guarded by this

    /** Begins without any; {@code followers} tells how many there are in all. */
    Congestion(IntSupplier followers) {
        this.followers = followers;
    }

    /** One more, or one less, is behind. */
    void count(boolean more) {
        int now = more ? behind.incrementAndGet() : behind.decrementAndGet();
        if (!more && !isNow(now)) {
            release();
        }
    }

    /** More follow the channel now, so that those who are behind may be the lesser part of them. */
    void moreFollow() {
        if (!isNow(behind.get())) {
            release();
        }
    }

    /** Returns whether anybody is behind. */
    boolean isCounting() {
        return behind.get() > 0;
    }

    /** Returns whether there is congestion; if so, {@code whenOver} will be called. */
    boolean is(Runnable whenOver) {
        if (!isNow(behind.get())) {
            return false;
        }
        synchronized (this) {
            waiting.add(whenOver);
        }
        if (!isNow(behind.get())) { // it may have ended before this one was in the list
            release();
        }
        return true;
    }

    private boolean isNow(int count) {
        return count > 0 && 2L * count >= followers.getAsInt();
    }

    private void release() {
        List<Runnable> released;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }
}
