package dev.parley.endpoints.echo;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections together may hold. Safe for any thread. */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** Makes a budget of {@code limit} bytes. */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Returns the bytes taken. */
    public long taken() {
        return taken.get();
    }

    /** Takes bytes, or nothing at all, not even for a moment: that might refuse another connection. */
    private boolean reserve(long bytes) {
        long before;
        do {
            before = taken.get();
            if (bytes > limit - before) {
                return false;
            }
        } while (!taken.compareAndSet(before, before + bytes));
        return true;
    }

    /** Begins to account for one connection. */
    Share share() {
        return new Share();
    }

    /** What one connection holds of the budget. Safe for any thread. */
    final class Share {
        private long held; // guarded by this
        private boolean closed; // guarded by this

        /** Takes bytes; {@code false} if the budget has not so many left or the share is closed. */
        synchronized boolean take(long bytes) {
            if (closed || !reserve(bytes)) {
                return false;
            }
            held += bytes;
            return true;
        }

        /** Gives bytes back. */
        synchronized void give(long bytes) {
            long given = Math.min(bytes, held);
            held -= given;
            taken.addAndGet(-given);
        }

        /** Gives everything back and takes no more. */
        synchronized void close() {
            give(held);
            closed = true;
        }
    }
}
