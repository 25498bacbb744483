package dev.parley.endpoints.api;

import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;

/**
 * Decides what clients may do in channels, once the rules of the settings allow it. Called for each request on the thread
 * of the client's messages, which wait for it: safe for any thread, and quick. If it throws, that is logged, and nothing
 * is done.
 */
public interface ChannelPolicy {
    /** Decides whether somebody may follow a channel, or read what was published in it before. */
    default Decision onSubscribe(Identity user, String channel) {
        return Decision.ALLOWED;
    }

    /** Decides whether somebody may publish that. */
    default Decision onPublish(Identity user, Attempt attempt) {
        return Decision.ALLOWED;
    }

    /** Decides whether somebody may see who is in a channel, be seen there, and tell of himself. */
    default Decision onPresence(Identity user, String channel) {
        return Decision.ALLOWED;
    }
}
