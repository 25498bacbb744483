package dev.parley.endpoints.api;

import java.time.Duration;

/** The hub does not do what was asked. The message says what was wrong and what is allowed. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final Duration after;

    /** Why; the texts of the codes are those of the client protocol where it has them. */
    public enum Code {
        /** The name of the channel breaks the rule. */
        BAD_CHANNEL("bad-channel", false),
        /** There may be no such channel. */
        UNKNOWN_CHANNEL("unknown-channel", false),
        /** The channel keeps values, not messages, or the other way round. */
        WRONG_KIND("wrong-kind", false),
        /** Not one JSON value. */
        MALFORMED("malformed", false),
        /** JSON that is nested too deep. */
        TOO_DEEP("too-deep", false),
        /** JSON with a name twice in an object, a number that not every language can read, half of a surrogate pair. */
        BAD_VALUE("bad-value", false),
        /** The message or the value is too long. */
        VALUE_TOO_BIG("value-too-big", false),
        /** The key breaks the rule. */
        BAD_KEY("bad-key", false),
        /** The condition of a change is not met. */
        CONFLICT("conflict", false),
        /** The position has not been reached yet. */
        FUTURE_POSITION("future-position", false),
        /** Something else was published under the same {@link PublishOptions#once}. */
        REUSED("reused", false),
        /** The transaction was rolled back: nothing was published. */
        ROLLED_BACK("rolled-back", false),
        /** The channel has as many keys or bytes as it may have. */
        CHANNEL_FULL("channel-full", false),
        /** All channels together have as many bytes as they may have. */
        MEMORY_FULL("memory-full", true),
        /** The server has as many channels as it may have. */
        TOO_MANY_CHANNELS("too-many-channels", true),
        /** What keeps the channel cannot be reached; it may have been published. */
        UNAVAILABLE("unavailable", true);

        private static final Duration AFTER = Duration.ofSeconds(1);

        private final String text;
        private final boolean retry;

        Code(String text, boolean retry) {
            this.text = text;
            this.retry = retry;
        }

        /** Returns the code as clients know it. */
        public String text() {
            return text;
        }
    }

    /** Makes an exception without a cause. */
    public HubException(Code code, String reason) {
        super(reason);
        this.code = code;
        this.after = code.retry ? Code.AFTER : Duration.ZERO;
    }

    /** Returns why. */
    public Code code() {
        return code;
    }

    /** Returns whether the same may succeed later. */
    public boolean retry() {
        return code.retry;
    }

    /** Returns when to try again; zero: never. */
    public Duration after() {
        return after;
    }
}
