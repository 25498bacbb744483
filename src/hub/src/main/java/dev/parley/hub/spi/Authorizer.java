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

    /**
     * Whether something may be done. Immutable.
     *
     * @param reason told to one who may not; nothing: the usual words
     */
    record Decision(boolean allowed, String reason) {
        /** It may. */
        public static final Decision ALLOWED = new Decision(true, "");

        /** It may not. */
        public static final Decision FORBIDDEN = new Decision(false, "");

        /** It may not, for a reason. */
        public static Decision refused(String reason) {
            return new Decision(false, reason);
        }
    }

    /** Returns whether {@code who} may do that in {@code channel}, whose name keeps the rule of names. */
    boolean allows(Identity who, Action action, String channel);

    /** Decides upon an attempt, with all that is known of it; this is what is asked before anything is done. */
    default Decision decide(Identity who, Attempt attempt) {
        return allows(who, attempt.action(), attempt.channel()) ? Decision.ALLOWED : Decision.FORBIDDEN;
    }
}
