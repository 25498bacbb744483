package dev.parley.hub.protocol;

import dev.parley.hub.json.Parsed;

/**
 * Why a request is refused: the {@code code} of an {@code err}. The one table of them; {@code docs/protocol.md} shows
 * it.
 */
public enum ErrorCode {
    /** Not JSON, or a field is missing or has the wrong type. */
    MALFORMED("malformed", false),
    /** Nested too deep. */
    TOO_DEEP("too-deep", false),
    /** A name twice in an object, a number that not every language can read, half of a surrogate pair. */
    BAD_VALUE("bad-value", false),
    /** A request of a type that does not exist. */
    UNKNOWN_TYPE("unknown-type", false),
    /** Another request before {@code hello} was answered. */
    HELLO_FIRST("hello-first", false),
    /** A second {@code hello}. */
    HELLO_AGAIN("hello-again", false),
    /** A version of the protocol that is not spoken. */
    BAD_VERSION("bad-version", false),
    /** The token proves nothing. */
    BAD_TOKEN("bad-token", false),
    /** The token was good once. */
    TOKEN_EXPIRED("token-expired", false),
    /** The key of the token is being asked for. */
    KEY_PENDING("key-pending", true),
    /** The rules of the channel do not let this user do that. */
    FORBIDDEN("forbidden", false),
    /** The name of the channel breaks the rule. */
    BAD_CHANNEL("bad-channel", false),
    /** No namespace has such channels. */
    UNKNOWN_CHANNEL("unknown-channel", false),
    /** The request, or one of its fields, is not for channels of this kind. */
    WRONG_KIND("wrong-kind", false),
    /** The application has no such method. */
    UNKNOWN_METHOD("unknown-method", false),
    /** The application does not do what the call asks; the reason is its own. */
    REFUSED("refused", false),
    /** The application has not answered in time. */
    NO_ANSWER("no-answer", false),
    /** The user has as many connections as it may have. */
    TOO_MANY_CONNECTIONS("too-many-connections", true),
    /** The connection is subscribed to the channel already. */
    ALREADY_SUBSCRIBED("already-subscribed", false),
    /** The connection is not subscribed to the channel. */
    NOT_SUBSCRIBED("not-subscribed", false),
    /** The connection has as many subscriptions as it may have. */
    TOO_MANY_SUBSCRIPTIONS("too-many-subscriptions", false),
    /** The server has as many channels as it may have, or as many that this user or address has made. */
    TOO_MANY_CHANNELS("too-many-channels", true),
    /** {@code since} is after the last message of the channel. */
    FUTURE_POSITION("future-position", false),
    /** The {@code mid} was used for other data. */
    MID_REUSED("mid-reused", false),
    /** The {@code mid} is so old that the server cannot tell whether it had it. */
    MID_FORGOTTEN("mid-forgotten", false),
    /** The key breaks the rule. */
    BAD_KEY("bad-key", false),
    /** The client is no member of the channel. */
    NOT_PRESENT("not-present", false),
    /** Nobody can be a member of the channel. */
    NO_PRESENCE("no-presence", false),
    /** Another member wants its name alone. */
    NAME_TAKEN("name-taken", false),
    /** More keys by name than a subscription may have. */
    TOO_MANY_KEYS("too-many-keys", false),
    /** The value is, or with the patch would be, too long. */
    VALUE_TOO_BIG("value-too-big", false),
    /** The key has changed, or has a value: the condition is not met. */
    CONFLICT("conflict", false),
    /** The channel has as many keys, bytes or members as it may have. */
    CHANNEL_FULL("channel-full", false),
    /** All channels together have as many bytes as they may have. */
    MEMORY_FULL("memory-full", true),
    /** The client does that too often. */
    RATE_LIMITED("rate-limited", true),
    /** What keeps the channel cannot be reached: with the same {@code mid} a message can be sent again without harm. */
    UNAVAILABLE("unavailable", true),
    /** The answer has no room: the client reads too slowly for what it asks. */
    BUSY("busy", true),
    /** A fault of the server. */
    INTERNAL("internal", true);

    private static final int RETRY_MILLIS = 1000;

    private final String code;
    private final boolean retry;

    ErrorCode(String code, boolean retry) {
        this.code = code;
        this.retry = retry;
    }

    /** Returns what is wrong with a message that cannot be read. */
    static ErrorCode of(Parsed.Fault fault) {
        return switch (fault) {
            case GRAMMAR -> MALFORMED;
            case DEPTH -> TOO_DEEP;
            case VALUE -> BAD_VALUE;
        };
    }

    /** Returns the code as it is sent. */
    public String code() {
        return code;
    }

    /** Returns when to try again, in milliseconds; to be told if {@link #retry()}. */
    public int afterMillis() {
        return retry ? RETRY_MILLIS : 0;
    }

    /** Returns whether the client asks for more than there may be: of subscriptions, channels, keys or bytes. */
    boolean isLimit() {
        return switch (this) {
            case TOO_MANY_CONNECTIONS,
                    TOO_MANY_SUBSCRIPTIONS,
                    TOO_MANY_CHANNELS,
                    TOO_MANY_KEYS,
                    VALUE_TOO_BIG,
                    CHANNEL_FULL,
                    MEMORY_FULL,
                    BUSY -> true;
            default -> false; // a rate tells of itself
        };
    }

    /** Returns whether the same request may succeed later. */
    public boolean retry() {
        return retry;
    }
}
