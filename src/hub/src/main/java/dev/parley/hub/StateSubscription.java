package dev.parley.hub;

import dev.parley.hub.ChannelEvent.UpToDate;
import dev.parley.hub.spi.LogUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * One reader's place in a state channel. Safe for any thread.
 *
 * <p>The reader gets a {@link ChannelEvent.Snapshot snapshot} of one page or more, unless it comes back with a version
 * whose changes are all remembered; then {@link ChannelEvent.Changed changes} of which each brings the newest value of
 * its keys; and {@link UpToDate} once, when it has caught up. If it has no room, it is left where it is; when it {@link
 * #resume() has room again}, it gets the newest values of what changed meanwhile. It never gets an older value of a key
 * after a newer one; it may get one twice, while it catches up. A reader for which too many deletions have been
 * forgotten begins anew with a snapshot.
 */
public final class StateSubscription {
    private static final Logger LOG = System.getLogger(StateSubscription.class.getName());

    private final StateSource source;
    private final Subscriber subscriber;
    private final Pump pump = new Pump(this::deliver, this::fail);

    private StatePlace place; // confined to the pump
    private boolean live; // confined to the pump
    private volatile boolean ended;

    /**
     * Makes a subscription at rest.
     *
     * @param live whether it is not to be told when it has caught up
     */
    StateSubscription(StateSource source, Subscriber subscriber, StatePlace place, boolean live) {
        this.source = source;
        this.subscriber = subscriber;
        this.place = place;
        this.live = live;
    }

    /**
     * Begins to deliver; to be called once, when the subscriber has been told that it may read.
     *
     * @throws IllegalStateException if it is called again
     */
    public void start() {
        if (!pump.start()) {
            throw new IllegalStateException("the subscription to " + source.channel() + " has been started already");
        }
    }

    /** Goes on after {@link Subscriber#accept} returned {@code false}. */
    public void resume() {
        pump.resume();
    }

    /** Ends it. Nothing is delivered after it, but for a delivery under way on another thread. */
    public void close() {
        ended = true;
        source.leave(this);
    }

    void request() {
        pump.request();
    }

    private boolean deliver() {
        while (!ended) {
            StateSource.Step step = source.next(place);
            if (step == null) {
                return live || becomesLive();
            }
            if (step.delivery().isPresent() && !told(step.delivery().get())) {
                return false;
            }
            place = step.to();
        }
        return true;
    }

    private boolean becomesLive() {
        live = told(new Delivery(source.channel(), new UpToDate(((StatePlace.At) place).version())));
        return live;
    }

    private boolean told(Delivery delivery) {
        boolean taken = !ended && subscriber.accept(delivery);
        if (taken) {
            source.delivered(delivery.event());
        }
        return taken;
    }

    /** Ends it for a reason that the subscriber is told. */
    void fail(Throwable cause) {
        boolean foreseen = cause instanceof LogUnavailableException;
        LOG.log(foreseen ? Level.DEBUG : Level.ERROR, () -> "a subscription to " + source.channel() + " failed", cause);
        close();
        try {
            subscriber.failed(cause);
        } catch (Throwable e) { // boundary to the subscriber, too
            LOG.log(Level.ERROR, () -> "and could not be told", e);
        }
    }
}
