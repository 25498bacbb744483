package dev.parley.hub.protocol;

import dev.parley.hub.Subscriber;
import dev.parley.hub.spi.LogUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session's subscription to a channel, and, if the client is a member of it, what goes with that. */
abstract class ChannelFeed implements Subscriber, Attached {
    private final ClientSession session;
    private final String channel;
    private volatile @Nullable PresenceFeed presence; // null: no member
    private volatile boolean closed;

    ChannelFeed(ClientSession session, String channel) {
        this.session = session;
        this.channel = channel;
    }

    final ClientSession session() {
        return session;
    }

    /** The client is a member of the channel as long as this is open. */
    final void join(PresenceFeed joined) {
        presence = joined;
    }

    /** Returns what goes with being a member; empty if the client is none. */
    final Optional<PresenceFeed> presence() {
        return Optional.ofNullable(presence);
    }

    @Override
    public final boolean getAsBoolean() {
        return !closed;
    }

    @Override
    public final void failed(Throwable cause) {
        if (cause instanceof LogUnavailableException) {
            session.lost(channel, this, ErrorCode.UNAVAILABLE, "what keeps the channel cannot be reached");
        } else {
            lost();
        }
    }

    /** The subscription, or what goes with it, has failed. */
    final void lost() {
        session.lost(channel, this, ErrorCode.INTERNAL, "the subscription failed");
    }

    @Override
    public final void close() {
        closed = true; // from here on what it offers is not taken
        end();
        presence().ifPresent(PresenceFeed::close);
    }

    /** Ends the subscription. */
    abstract void end();
}
