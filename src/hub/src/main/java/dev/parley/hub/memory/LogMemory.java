package dev.parley.hub.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the logs of a hub may take together: so that ten thousand full channels do not fill the heap, though each is
 * within its own bounds. A log that appends while it is used up gives its own oldest publications away. Safe for any
 * thread.
 */
public final class LogMemory {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a memory of {@code limit} bytes. */
    public LogMemory(long limit) {
        this.limit = limit;
    }

    /** Returns whether the logs hold more than they may. */
    public boolean isOver() {
        return taken.get() > limit;
    }

    /** Returns how many bytes the logs hold. */
    public long taken() {
        return taken.get();
    }

    /** Takes bytes, or gives them back if there are fewer than none. */
    public void take(long bytes) {
        taken.addAndGet(bytes);
    }
}
