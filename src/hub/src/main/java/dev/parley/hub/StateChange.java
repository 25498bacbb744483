package dev.parley.hub;

import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.util.Optional;

/**
 * A wish to change one key of a state channel. Immutable.
 *
 * @param key the key
 * @param deed what to do to it
 * @param text JSON text of the value or of the patch; anything to delete
 * @param condition when to do it
 * @param life how long the value stays unless it is changed again; empty: as long as the channel
 */
public record StateChange(String key, Deed deed, String text, Condition condition, Optional<Duration> life) {
    /** Wishes for a value that stays. */
    public StateChange(String key, Deed deed, String text, Condition condition) {
        this(key, deed, text, condition, Optional.empty());
    }

    /** What to do to a key. */
    public enum Deed {
        /** Give it a value. */
        SET,
        /** Change its value by a JSON merge patch (RFC 7396); without a value, the patch makes one. */
        PATCH,
        /** Take its value away. */
        DELETE
    }

    /** When to do it. */
    public sealed interface Condition {
        /** In any case. */
        record Always() implements Condition {}

        /** If the key has no value. */
        record Absent() implements Condition {}

        /** If the key has not changed since a version of the channel, whether it has a value or not. */
        record Unchanged(StreamPosition since) implements Condition {}
    }

    /** What becomes of it. */
    public sealed interface Outcome permits Done, Repeated, Conflict, Refused {}

    /**
     * It is done, or there was nothing to do.
     *
     * @param version of the channel after it
     */
    public record Done(long version) implements Outcome {}

    /**
     * It was done before: the same wish of the same client, which is not done again.
     *
     * @param version of the channel when it was done
     */
    public record Repeated(long version) implements Outcome {}

    /**
     * It is not done: the key has a value, or has changed since, or may have.
     *
     * @param version of the channel at the latest change of the key; 0 if that is not remembered
     */
    public record Conflict(long version) implements Outcome {}

    /** It is not done. */
    public record Refused(Why why) implements Outcome {}

    /** Why a change is not done. */
    public enum Why {
        /** The key is empty or longer than {@link StateLimits#keyBytes()}. */
        BAD_KEY,
        /** The value is, or would be, longer than {@link StateLimits#valueBytes()}. */
        VALUE_TOO_BIG,
        /** The version of the condition is above that of the channel. */
        FUTURE_VERSION,
        /** The client has used the number for another wish. */
        MESSAGE_ID_REUSED,
        /** The client has done so much since, that nobody can tell whether it has done that. */
        MESSAGE_ID_FORGOTTEN,
        /** A reader wants more than {@link StateLimits#readKeys()} keys by name. */
        TOO_MANY_KEYS,
        /** The channel has as many keys or bytes as it may have. */
        CHANNEL_FULL,
        /** All state channels together have as many bytes as they may have. */
        MEMORY_FULL,
        /** There are as many channels as there may be, and somebody uses each of them. */
        TOO_MANY_CHANNELS,
        /** What keeps the channel cannot be reached, or cannot tell whether it has kept the change. */
        UNAVAILABLE
    }

    /** Wishes to give a key a value. */
    public static StateChange set(String key, String value) {
        return new StateChange(key, Deed.SET, value, new Condition.Always());
    }

    /** Wishes to change the value of a key. */
    public static StateChange patch(String key, String patch) {
        return new StateChange(key, Deed.PATCH, patch, new Condition.Always());
    }

    /** Wishes to delete a key. */
    public static StateChange delete(String key) {
        return new StateChange(key, Deed.DELETE, "", new Condition.Always());
    }

    /** Returns the same wish on a condition. */
    public StateChange when(Condition other) {
        return new StateChange(key, deed, text, other, life);
    }

    /** Returns the same wish for a value that stays so long, to half a second. */
    public StateChange lasting(Duration time) {
        return new StateChange(key, deed, text, condition, Optional.of(time));
    }
}
