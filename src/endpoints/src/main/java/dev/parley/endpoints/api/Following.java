package dev.parley.endpoints.api;

import dev.parley.hub.spi.StreamPosition;

/** A subscription of the application to a channel of messages, until it is closed. Safe for any thread. */
public interface Following extends Hub.Registration {
    /** Returns up to where the listener has returned: {@link dev.parley.hub.Start#after} goes on from there. */
    StreamPosition position();
}
