package dev.parley.hub.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the state channels of a hub may take together: so that ten thousand full channels do not fill the heap, though
 * each is within its own bounds. Safe for any thread.
 */
public final class StateMemory {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a memory of {@code limit} bytes. */
    public StateMemory(long limit) {
        this.limit = limit;
    }

    /** Returns how many bytes are taken. */
    public long taken() {
        return taken.get();
    }

    /** Returns whether more is taken than there is. */
    boolean isOver() {
        return taken.get() > limit;
    }

    /** Takes bytes that cannot be refused, or gives them back if there are fewer than none. */
    void force(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Makes a memory of the messages of a channel's clients, which takes from this. */
    public ClientMessages clientMessages() {
        return new ClientMessages(this::force, this::isOver);
    }

    /** Takes bytes; {@code false} if there are not so many, and then none are taken. To take less than none succeeds. */
    public boolean take(long bytes) {
        if (bytes <= 0) {
            taken.addAndGet(bytes);
            return true;
        }
        long before = taken.get();
        while (before + bytes <= limit) {
            if (taken.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }
}
