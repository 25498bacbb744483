package dev.parley.hub.spi;

/**
 * Decides who may do what in which channel. Asked for each request, on the client's thread: safe for any thread, must not
 * block.
 */
@FunctionalInterface
public interface Authorizer {
    /** Allows everything to everybody. */
    Authorizer ALL = (who, action, channel) -> true;

    /** What somebody wants to do in a channel. */
    enum Action {
        /** Follow it. */
        SUBSCRIBE,
        /** Publish in it. */
        PUBLISH,
        /** See who is there, and be seen. */
        PRESENCE,
        /** Read what was published before. */
        HISTORY
    }

    /** Returns whether {@code who} may do that in {@code channel}, whose name keeps the rule of names. */
    boolean allows(Identity who, Action action, String channel);
}
