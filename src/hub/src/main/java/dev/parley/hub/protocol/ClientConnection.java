package dev.parley.hub.protocol;

import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Outbound;

/** The connection of a client as its session sees it, whatever it is made of. Safe for any thread; must not block. */
public interface ClientConnection {
    /**
     * Adds data of a channel.
     *
     * @return {@code false} if there is no room: {@link ClientSession#ready()} will be called when there is
     */
    boolean offer(Outbound message);

    /** Adds an answer to a request, which may overtake data that waits. Ends a connection that has no room for it. */
    void reply(Outbound message);

    /** Adds an answer as {@link #reply} does, but behind the data that waits. */
    void replyInOrder(Outbound message);

    /** Ends the connection after the answers that wait. */
    void disconnect(Disconnect why, String reason);

    /** Returns whether it is over or about to be. */
    boolean isOver();
}
