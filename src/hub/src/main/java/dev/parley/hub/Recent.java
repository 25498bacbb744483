package dev.parley.hub;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last events of a channel, numbered from 0: what subscribers that keep up are served from. One writer at a time,
 * any number of readers.
 */
final class Recent {
    private final AtomicReferenceArray<@Nullable Slot> ring;
    private final int mask;
    private volatile long end;

    private record Slot(long sequence, Delivery delivery) {}

    /** Makes an empty ring; {@code size} is a power of two. */
    Recent(int size) {
        this.ring = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    /** Returns the number that the next event will have. */
    long end() {
        return end;
    }

    void add(Delivery delivery) {
        long sequence = end;
        ring.set((int) sequence & mask, new Slot(sequence, delivery));
        end = sequence + 1;
    }

    /** Returns event number {@code sequence}; {@code null} if it has been overwritten. */
    @Nullable
    Delivery get(long sequence) {
        Slot slot = ring.get((int) sequence & mask);
        return slot != null && slot.sequence() == sequence ? slot.delivery() : null;
    }
}
