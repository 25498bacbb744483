package dev.parley.endpoints.handshake;

import java.time.Duration;

/**
 * Why a handshake is refused. Immutable.
 *
 * @param why which rule it breaks
 * @param reason one sentence for the log and the peer; names what was wrong and what is allowed
 * @param retryAfter when to try again; zero: no use in trying
 */
public record Refusal(Why why, String reason, Duration retryAfter) {
    /** The rules that a handshake can break. */
    public enum Why {
        /** Pages of that origin may not connect, or clients without one. */
        ORIGIN(403),
        /** There is a token in the URL. */
        TOKEN_IN_URL(400),
        /** There are all connections that there may be. */
        FULL(503),
        /** There are all that one address may have. */
        ADDRESS_FULL(503),
        /** They come too fast. */
        RATE(503),
        /** The application stops. */
        STOPPING(503);

        private final int status;

        Why(int status) {
            this.status = status;
        }
    }

    /** Returns the HTTP status, 400, 403 or 503. */
    public int status() {
        return why.status;
    }
}
