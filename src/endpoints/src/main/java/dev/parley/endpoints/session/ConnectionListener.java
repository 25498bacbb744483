package dev.parley.endpoints.session;

import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Hears what happens to one connection beside its messages. Called on any thread, with no lock held. */
public interface ConnectionListener {
    /** A message has left. */
    default void sent(Outbound message) {}

    /** The outbox has room again after it refused something or was full. */
    default void ready() {}

    /**
     * Returns whether the peer is to be held back for a reason of the listener's; {@link Connection#readOn()} is to be
     * called when that ends.
     */
    default boolean isHeld() {
        return false;
    }

    /** The sweep has come by, as it does every tick. */
    default void swept(long nowNanos) {}

    /** Returns the question whether the peer is there; by default a Ping frame with {@code payload}. */
    default Outbound ping(ByteBuffer payload) {
        return new Outbound.Ping(payload);
    }

    /** A ping of ours was answered. */
    default void roundTrip(Duration time) {}

    /** The connection is over, or about to be: nothing more can be sent. Called once. */
    default void ended() {}

    /** Nothing waits to be sent any more. Called once, after {@link #ended()}. */
    default void gone() {}
}
