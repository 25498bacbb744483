package dev.parley.hub.protocol;

import dev.parley.hub.Delivery;
import dev.parley.hub.Subscriber;
import dev.parley.hub.Subscription;
import org.jspecify.annotations.Nullable;

/** A session's subscription to a log channel. */
final class ChannelSubscription implements Subscriber, Attached {
    private final ClientSession session;
    private final String channel;
    private volatile @Nullable Subscription subscription; // null until it is made
    private volatile boolean closed;

    ChannelSubscription(ClientSession session, String channel) {
        this.session = session;
        this.channel = channel;
    }

    /** Takes its place in the channel, in which nothing is delivered yet. */
    void placed(Subscription made) {
        subscription = made;
    }

    @Override
    public boolean accept(Delivery delivery) {
        return session.offer(this, delivery.as(session.encoding()));
    }

    @Override
    public int batchBytes() {
        return session.batchBytes();
    }

    @Override
    public void failed(Throwable cause) {
        session.lost(channel, this);
    }

    @Override
    public boolean getAsBoolean() {
        return !closed;
    }

    @Override
    public void resume() {
        Subscription made = subscription;
        if (made != null) {
            made.resume();
        }
    }

    @Override
    public void close() {
        closed = true; // from here on what it offers is not taken
        Subscription made = subscription;
        if (made != null) {
            made.close();
        }
    }
}
