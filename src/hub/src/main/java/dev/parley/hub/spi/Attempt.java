package dev.parley.hub.spi;

import dev.parley.hub.spi.Authorizer.Action;
import java.util.Optional;

/**
 * Something that somebody wants to do in a channel. Immutable.
 *
 * @param action what
 * @param channel name of the channel, which keeps the rule of names
 * @param key key of a channel of values that is to be changed
 * @param data JSON text to publish: a message, a value, or a merge patch (RFC 7396) of one; empty if a key is to be
 *     deleted, or nothing to be published
 * @param patch whether {@code data} is a merge patch
 */
public record Attempt(Action action, String channel, Optional<String> key, Optional<String> data, boolean patch) {
    /** Makes an attempt to do something other than to publish. */
    public static Attempt of(Action action, String channel) {
        return new Attempt(action, channel, Optional.empty(), Optional.empty(), false);
    }

    /** Makes an attempt to publish a message. */
    public static Attempt publish(String channel, String data) {
        return new Attempt(Action.PUBLISH, channel, Optional.empty(), Optional.of(data), false);
    }
}
