package dev.parley.hub.protocol;

import dev.parley.hub.Delivery;
import dev.parley.hub.StateSubscription;
import dev.parley.hub.Subscriber;
import org.jspecify.annotations.Nullable;

/** A session's subscription to a state channel. */
final class StateFeed implements Subscriber, Attached {
    private final ClientSession session;
    private final String channel;
    private volatile @Nullable StateSubscription subscription; // null until it is made

    StateFeed(ClientSession session, String channel) {
        this.session = session;
        this.channel = channel;
    }

    /** Takes its place in the channel, in which nothing is delivered yet. */
    void placed(StateSubscription made) {
        subscription = made;
    }

    @Override
    public boolean accept(Delivery delivery) {
        return session.offer(delivery.as(session.stateFormat()));
    }

    @Override
    public void failed(Throwable cause) {
        session.lost(channel, this);
    }

    @Override
    public void resume() {
        StateSubscription made = subscription;
        if (made != null) {
            made.resume();
        }
    }

    @Override
    public void close() {
        StateSubscription made = subscription;
        if (made != null) {
            made.close();
        }
    }
}
