package dev.parley.bench.load;

/**
 * How a connection ended.
 *
 * @param kind what ended it
 * @param code the HTTP status if refused, the close code if closed, else 0
 * @param text the reason of the close, or what went wrong; for people
 */
public record End(Kind kind, int code, String text) {
    /** What ended a connection. */
    public enum Kind {
        /** The server answered the opening handshake with another status than 101. */
        REFUSED,
        /** A Close frame came. */
        CLOSED,
        /** TCP ended or broke without a Close frame, or never came about. */
        LOST,
        /** The server broke RFC 6455, in the handshake or later. */
        VIOLATION,
        /** This side dropped it. */
        DROPPED
    }

    @Override
    public String toString() {
        return kind + (code == 0 ? "" : " " + code) + (text.isEmpty() ? "" : ": " + text);
    }
}
