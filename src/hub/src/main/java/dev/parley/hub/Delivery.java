package dev.parley.hub;

import dev.parley.hub.spi.Outbound;
import org.jspecify.annotations.Nullable;

/** One event on its way to all subscribers of a channel; encoded once for each {@link Format}. Safe for any thread. */
public final class Delivery {
    private final String channel;
    private final ChannelEvent event;
    private volatile @Nullable Encoded encoded; // newest first; lost races only encode once more

    private record Encoded(
            Format format, Outbound message, @Nullable Encoded next) {}

    Delivery(String channel, ChannelEvent event) {
        this.channel = channel;
        this.event = event;
    }

    /** Returns what happened. */
    public ChannelEvent event() {
        return event;
    }

    /** Returns the event as a message of {@code format}, shared by all who ask for it. */
    public Outbound as(Format format) {
        for (Encoded e = encoded; e != null; e = e.next()) {
            if (e.format() == format) {
                return e.message();
            }
        }
        Outbound message = format.encode(channel, event);
        encoded = new Encoded(format, message, encoded);
        return message;
    }
}
