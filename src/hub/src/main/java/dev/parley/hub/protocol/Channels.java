package dev.parley.hub.protocol;

import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.States;

/**
 * The channels that clients may use. Immutable.
 *
 * @param logs those that keep messages
 * @param states those that keep values
 * @param rules which there may be, of what kind, and whether they have members
 */
public record Channels(Hub logs, States states, ChannelRules rules) {
    /** Returns the rule for a channel. */
    private ChannelRule rule(String channel) throws RequestException {
        return rules.of(channel)
                .orElseThrow(() -> new RequestException(
                        ErrorCode.UNKNOWN_CHANNEL,
                        rules.hasNamespaceOf(channel)
                                ? "there may be no channel of that name"
                                : "no namespace \"" + channel.substring(0, channel.indexOf(':')) + "\""));
    }

    /** Checks that there may be such a channel. */
    void check(String channel) throws RequestException {
        rule(channel);
    }

    /** Returns whether a channel keeps messages, not values. */
    boolean isLog(String channel) throws RequestException {
        return rule(channel) instanceof ChannelRule.Log;
    }

    /** Returns whether there may be such a channel, and it keeps values. */
    boolean isState(String channel) {
        return rules.of(channel).orElse(null) instanceof ChannelRule.State;
    }

    /** Returns whether there is such a channel. */
    boolean has(String channel) {
        return logs.has(channel) || states.has(channel);
    }

    /** Checks that a channel may have members. */
    void checkPresence(String channel) throws RequestException {
        if (rule(channel).members() == 0) {
            throw new RequestException(ErrorCode.NO_PRESENCE, "nobody can be a member of that channel");
        }
    }
}
