package dev.parley.endpoints.api;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.spi.Publication;

/**
 * Hears what happens in a channel of messages. Called by one thread at a time; it may block: it is read from the log what
 * comes meanwhile, and nobody else waits. What it throws ends the subscription, and {@link #failed} is told.
 */
@FunctionalInterface
public interface ChannelListener {
    /** A message. Its offset is one above that of the one before, unless a {@link #gap} says otherwise. */
    void message(Publication message);

    /** Messages that will not come, because the log does not keep them any more; told before any later message. */
    default void gap(Gap gap) {}

    /** What was there when the subscription began has come; what follows is new. */
    default void live(long offset) {}

    /**
     * The subscription has ended: the listener has thrown {@code cause}, or what keeps the channel cannot be reached (a
     * {@link dev.parley.hub.spi.LogUnavailableException}). {@link Following#position()} tells from where to go on.
     */
    default void failed(Throwable cause) {}
}
