package dev.parley.hub.protocol;

import dev.parley.hub.Hub;
import dev.parley.hub.States;
import java.util.Optional;
import java.util.function.Function;

/**
 * The channels that clients may use. Immutable.
 *
 * @param logs those that keep messages
 * @param states those that keep values
 * @param kinds what kind of channel a name is for; empty if there may be none of that name
 */
public record Channels(Hub logs, States states, Function<String, Optional<ChannelKind>> kinds) {
    /** Returns the kind of a channel. */
    ChannelKind kind(String channel) throws RequestException {
        return kinds.apply(channel)
                .orElseThrow(() -> new RequestException(
                        ErrorCode.UNKNOWN_CHANNEL,
                        "no namespace \"" + channel.substring(0, channel.indexOf(':')) + "\""));
    }
}
