package dev.parley.hub;

/**
 * Why the server ends a connection: the close code (RFC 6455 section 7.4) and whether the client should come back. The
 * one table of close codes; {@code docs/protocol.md} shows it. Own codes: 4400 to 4499 do not reconnect, 4500 to 4599
 * reconnect.
 */
public enum Disconnect {
    /** The client is done and said so. */
    NORMAL(1000, "done", -1),
    /** The server or the application stops. */
    GOING_AWAY(1001, "server stops", 1000),
    /** A message is longer than the endpoint takes. */
    MESSAGE_TOO_BIG(1009, "message too big", -1),
    /** A fault of the server. */
    INTERNAL_ERROR(1011, "", 1000),
    /** The server is started again, or the application is; each client was told when this would come. */
    SERVICE_RESTART(1012, "server restarts", 0),
    /** The server has too much to do. */
    TRY_AGAIN_LATER(1013, "too busy, try again later", 5000),
    /** The client does not speak the protocol, or not this version of it. */
    BAD_PROTOCOL(4400, "not the protocol spoken here", -1),
    /** The token proves nothing. */
    BAD_TOKEN(4401, "the token is not taken", -1),
    /** The application has ended the connection. */
    ENDED(4403, "ended by the application", -1),
    /** The path or the message names a channel that cannot be. */
    BAD_CHANNEL(4404, "no such channel", -1),
    /** Another connection of the same client has taken the session over. */
    TAKEN_OVER(4409, "taken over by another connection", -1),
    /** Nothing came from the client for too long, not even a pong. */
    SILENT(4500, "silent for too long", 0),
    /** Something waits to be sent and no send completed for too long. */
    SLOW(4501, "does not read", 1000),
    /** The client has not said hello in time. */
    NO_HELLO(4502, "no hello in time", 1000),
    /** The identity of the client has expired; with a new token it may come back. */
    TOKEN_EXPIRED(4503, "the token has expired", 0);

    private final int code;
    private final String reason;
    private final int afterMillis;

    /** Takes the milliseconds after which to come back; below 0: not at all. */
    Disconnect(int code, String reason, int afterMillis) {
        this.code = code;
        this.reason = reason;
        this.afterMillis = afterMillis;
    }

    /** Returns the status code of the close frame. */
    public int code() {
        return code;
    }

    /** Returns the reason to send where the occasion has no better one. */
    public String reason() {
        return reason;
    }

    /** Returns whether a client should connect again. */
    public boolean reconnect() {
        return afterMillis >= 0;
    }

    /** Returns how many milliseconds a client should let pass at least before it connects again; 0 if it should not. */
    public int afterMillis() {
        return Math.max(0, afterMillis);
    }
}
