package dev.parley.hub.spi;

/**
 * Tells from a token who somebody is. Safe for any thread; must not block, and throws nothing: a token is what a stranger
 * sends.
 */
@FunctionalInterface
public interface TokenVerifier {
    /** Takes no token. */
    TokenVerifier NONE = token -> new Refused(Why.BAD, "this server takes no tokens");

    /** Verifies a token, whatever text it is. */
    Verdict verify(String token);

    /** What is thought of a token. */
    sealed interface Verdict permits Verified, Refused {}

    /** It is good: it says who somebody is, and until when. */
    record Verified(Identity identity) implements Verdict {}

    /**
     * It is not taken.
     *
     * @param reason what is wrong, and what is wanted; without anything secret
     */
    record Refused(Why why, String reason) implements Verdict {}

    /** Why a token is not taken. */
    enum Why {
        /** It proves nothing. */
        BAD,
        /** It was good once. */
        EXPIRED,
        /** It may be good: its key is being asked for, and the same token may be taken in a moment. */
        LATER
    }
}
