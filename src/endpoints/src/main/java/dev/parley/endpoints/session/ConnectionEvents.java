package dev.parley.endpoints.session;

import dev.parley.hub.Disconnect;
import java.time.Duration;
import java.util.Optional;

/** Hears of all connections, for who counts. Called on any thread, some of it for each frame: must be quick, and not throw. */
public interface ConnectionEvents {
    /** Nobody counts. */
    ConnectionEvents NONE = new ConnectionEvents() {};

    /**
     * A connection has opened.
     *
     * @param endpoint its path
     * @param response time since its handshake came; empty if that is not known
     */
    default void opened(String endpoint, Optional<Duration> response) {}

    /**
     * A connection is over.
     *
     * @param endpoint its path
     * @param address from where it came
     * @param why the server ended it; empty if the peer did, or the network
     * @param took time since the server began to end it; zero if it did not
     */
    default void closed(String endpoint, String address, Optional<Disconnect> why, Duration took) {}

    /** Something came from a peer. */
    default void received() {}

    /** A frame of about so many bytes has left. */
    default void sent(int bytes) {}

    /** A peer has answered a ping. */
    default void roundTrip(Duration time) {}
}
