package dev.parley.hub.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the channels of a hub may take together: so that ten thousand full channels do not fill the heap, though each is
 * within its own bounds. Values are {@linkplain #reserve refused} beyond it; of the logs, those give their oldest publications
 * away that {@linkplain #isTooMuch take more than their part}, so that a few large ones do not empty the others. Safe for
 * any thread.
 */
public final class ChannelMemory {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger sharers = new AtomicInteger();

    /** Makes a memory of {@code limit} bytes. */
    public ChannelMemory(long limit) {
        this.limit = limit;
    }

    /** Returns whether more is taken than there is. */
    public boolean isOver() {
        return taken.get() > limit;
    }

    /** A log begins to keep publications, or ends: {@code by} is 1 or -1. */
    void share(int by) {
        sharers.addAndGet(by);
    }

    /**
     * Returns whether somebody who takes so many bytes for publications, or for what is known of their senders, should
     * give some back: more is taken than there is, and he takes more than he could if all logs that keep publications took
     * the same. While all give back what is too much, no more than twice the limit is taken.
     */
    boolean isTooMuch(long bytes) {
        int logs = sharers.get();
        return isOver() && (logs <= 0 || bytes > limit / logs);
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
