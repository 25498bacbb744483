package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.spi.Publication;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of publications that were read from the log again, so that many subscribers that fell behind together
 * share one encoding. Safe for any thread; a lost race only encodes once more.
 */
final class Replayed {
    private final String channel;
    private final AtomicReferenceArray<@Nullable Slot> slots;
    private final int mask;

    private record Slot(long offset, Delivery delivery) {}

    /** {@code size} is a power of two. */
    Replayed(String channel, int size) {
        this.channel = channel;
        this.slots = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    Delivery delivery(Publication publication) {
        int index = (int) publication.offset() & mask;
        Slot slot = slots.get(index);
        if (slot == null || slot.offset() != publication.offset()) {
            slot = new Slot(publication.offset(), new Delivery(channel, new Published(publication)));
            slots.set(index, slot);
        }
        return slot.delivery();
    }
}
