package dev.parley.endpoints.api;

import dev.parley.hub.StateEntry;

/**
 * Hears what becomes of the keys of a channel of values. Called by one thread at a time; it may block: what changes
 * meanwhile is merged by key. What it throws ends the subscription, and {@link #failed} is told.
 */
@FunctionalInterface
public interface StateListener {
    /** A key has a value, or {@link StateEntry#isDeleted() has none} any more. */
    void changed(StateEntry entry);

    /** What was told before is void, what follows is all that there is: at the beginning, and after a long delay. */
    default void reset() {}

    /** Everything up to this version of the channel has been told. */
    default void live(long version) {}

    /** The subscription has ended: the listener has thrown {@code cause}. */
    default void failed(Throwable cause) {}
}
