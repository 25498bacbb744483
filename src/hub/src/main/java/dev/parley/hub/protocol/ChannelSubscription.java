package dev.parley.hub.protocol;

import dev.parley.hub.Delivery;
import dev.parley.hub.Subscription;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session's subscription to a log channel. */
final class ChannelSubscription extends ChannelFeed {
    private volatile @Nullable Subscription subscription; // null until it is made

    ChannelSubscription(ClientSession session, String channel) {
        super(session, channel);
    }

    /** Takes its place in the channel, in which nothing is delivered yet. */
    void placed(Subscription made) {
        subscription = made;
    }

    /**
     * Remembers up to where the client has handled what came, unless that was in another epoch; {@code false} if the
     * channel has not come so far.
     */
    boolean acknowledge(Optional<String> epoch, long offset) {
        Subscription made = subscription;
        return made == null
                || !epoch.orElse(made.epoch()).equals(made.epoch())
                || made.acknowledge(session().publisher(), offset);
    }

    @Override
    public boolean accept(Delivery delivery) {
        return session().offer(this, delivery.as(session().encoding()));
    }

    @Override
    public int batchBytes() {
        return session().batchBytes();
    }

    @Override
    public void resume() {
        Subscription made = subscription;
        if (made != null) {
            made.resume();
        }
    }

    @Override
    void end() {
        Subscription made = subscription;
        if (made != null) {
            made.close();
        }
    }
}
