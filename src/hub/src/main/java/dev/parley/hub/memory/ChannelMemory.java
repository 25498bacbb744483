package dev.parley.hub.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the channels of a hub may take together: so that ten thousand full channels do not fill the heap, though each is
 * within its own bounds. Values are {@linkplain #reserve refused} beyond it; a log that appends while it is used up gives
 * its own oldest publications away. Safe for any thread.
 */
public final class ChannelMemory {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a memory of {@code limit} bytes. */
    public ChannelMemory(long limit) {
        this.limit = limit;
    }

    /** Returns whether more is taken than there is. */
    public boolean isOver() {
        return taken.get() > limit;
    }

    /** Returns how many bytes are taken. */
    public long taken() {
        return taken.get();
    }

    /** Takes bytes that cannot be refused, or gives them back if there are fewer than none. */
    public void take(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Takes bytes; {@code false} if there are not so many, and then none are taken. To take less than none succeeds. */
    public boolean reserve(long bytes) {
        if (bytes <= 0) {
            take(bytes);
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
