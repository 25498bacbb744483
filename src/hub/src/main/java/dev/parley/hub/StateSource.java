package dev.parley.hub;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a {@link StateSubscription} gets from what it tells. Safe for any thread. */
interface StateSource {
    /** Returns the name of the channel. */
    String channel();

    /** Returns what to tell a reader next; {@code null} if it is at the end. */
    @Nullable
    Step next(StatePlace from);

    /** A reader has taken something. */
    default void delivered(ChannelEvent event) {}

    /** Forgets a reader; without effect twice. */
    void leave(StateSubscription reader);

    /**
     * What a reader is told next.
     *
     * @param delivery the event; empty if there is nothing to tell
     */
    record Step(StatePlace from, StatePlace to, Optional<Delivery> delivery) {}
}
