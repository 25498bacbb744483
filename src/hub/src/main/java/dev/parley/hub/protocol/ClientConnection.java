package dev.parley.hub.protocol;

import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Outbound;
import java.util.function.BooleanSupplier;

/** The connection of a client as its session sees it, whatever it is made of. Safe for any thread; must not block. */
public interface ClientConnection {
    /**
     * Adds data if nothing waits to be sent.
     *
     * @param wanted whether the message is still wanted; asked in the order in which messages are added, maybe with a lock
     *     held, so that it must only look at a flag
     * @return {@code false} if something waits: {@link ClientSession#ready()} will be called when nothing does; or if the
     *     message is not wanted
     */
    boolean offer(Outbound message, BooleanSupplier wanted);

    /** Returns whether {@link #offer} would take a message; if not, {@link ClientSession#ready()} will be called. */
    boolean isIdle();

    /**
     * Adds data behind what waits.
     *
     * @return {@code false} if there is no room: {@link ClientSession#ready()} will be called when there is
     */
    boolean queue(Outbound message);

    /** Returns the length in bytes up to which it sends a text message in one frame, about. */
    int longestText();

    /** Adds an answer to a request, which may overtake data that waits. Ends a connection that has no room for it. */
    void reply(Outbound message);

    /** Adds an answer as {@link #reply} does, but behind the data that waits. */
    void replyInOrder(Outbound message);

    /** {@link ClientSession#isHeld()} has become false: reads on, if it has ceased to. */
    void readOn();

    /** Ends the connection after the answers that wait. */
    void disconnect(Disconnect why, String reason);

    /** Returns whether it is over or about to be. */
    boolean isOver();
}
