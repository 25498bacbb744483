package dev.parley.hub.protocol;

import dev.parley.hub.Delivery;
import dev.parley.hub.StateSubscription;
import org.jspecify.annotations.Nullable;

/** A session's subscription to a state channel. */
final class StateFeed extends ChannelFeed {
    private volatile @Nullable StateSubscription subscription; // null until it is made

    StateFeed(ClientSession session, String channel) {
        super(session, channel);
    }

    /** Takes its place in the channel, in which nothing is delivered yet. */
    void placed(StateSubscription made) {
        subscription = made;
    }

    @Override
    public boolean accept(Delivery delivery) {
        return session().offer(this, delivery.as(session().stateFormat()));
    }

    @Override
    public void resume() {
        StateSubscription made = subscription;
        if (made != null) {
            made.resume();
        }
    }

    @Override
    void end() {
        StateSubscription made = subscription;
        if (made != null) {
            made.close();
        }
    }
}
