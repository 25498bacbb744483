package dev.parley.hub;

import dev.parley.hub.spi.LogUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A subscriber's place in a channel. Safe for any thread.
 *
 * <p>A subscription is a cursor, not a queue: it remembers what its subscriber has taken and asks the channel for what
 * comes next. One whose subscriber has no room is left where it is; when it {@link #resume() has room again} it reads on
 * from there.
 *
 * <p>Any thread may ask for a turn; one of them at a time delivers, the others leave it a request. A turn
 * ends where the channel ended when the turn began: whoever added more since leaves a request of its own.
 */
public abstract sealed class Subscription permits Membership, Reading {
    private static final Logger LOG = System.getLogger(Subscription.class.getName());

    /** Sweeps in a row at which a subscription has not moved, before nobody waits for it any more. */
    private static final int STILL = 4;

    private final Channel channel;
    private final Subscriber subscriber;
    private final AtomicInteger work = new AtomicInteger(1); // held until start(): nothing is delivered before
    private volatile boolean refused; // written by the pump; a walk passes by, resume() does not
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean ended;
    private volatile long offset; // written by the pump: last publication that was taken
    private final AtomicBoolean behind = new AtomicBoolean(); // about to miss something; counted by the channel
    private volatile boolean frozen; // does not move: nobody shall wait for it
    private long lookedAt = -1; // confined to the sweep: offset at the last one
    private int still; // confined to the sweep: how many times in a row it had not moved

    Subscription(Channel channel, Subscriber subscriber, long offset) {
        this.channel = channel;
        this.subscriber = subscriber;
        this.offset = offset;
    }

    /** Returns the name of the channel. */
    public final String channel() {
        return channel.name();
    }

    /**
     * Begins to deliver; to be called once, when the subscriber has been told where it begins.
     *
     * @throws IllegalStateException if it is called again
     */
    public final void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException(this + " has been started already");
        }
        run(1);
    }

    /** Goes on after {@link Subscriber#accept} returned {@code false}. */
    public final void resume() {
        request();
    }

    /** Ends it. Nothing is delivered after it, but for a delivery under way on another thread. */
    public final void close() {
        ended = true;
        countBehind(false);
        channel.leave(this); // also if another thread closes it: a member's name is free when this returns
    }

    /**
     * Remembers that a client has handled everything up to an offset, so that it can {@linkplain Start#acknowledgedBy go
     * on} from there; without effect if it has acknowledged more already, or the channel is gone.
     *
     * @return {@code false} if the channel has not come so far
     */
    public final boolean acknowledge(String client, long upTo) {
        return channel.acknowledge(client, upTo);
    }

    /** Returns the epoch of the channel's log. */
    public final String epoch() {
        return channel.log().epoch();
    }

    /**
     * Delivers what there is, unless the subscriber had no room and has not resumed: a frozen reader costs the others
     * nothing. If this sees that, the turn that a resume asks for has not begun, and will see what there is.
     */
    final void pump() {
        if (!refused) {
            request();
        }
    }

    /** Takes note of whether the next publication is about to be dropped from the log; called by the walk. */
    final void look(long endangered) {
        if (offset < endangered && !frozen && !ended) {
            countBehind(true);
            if (frozen || ended) { // by another thread meanwhile, which found nothing to take back
                countBehind(false);
            }
        }
    }

    /** Takes note of whether it moves; called by the sweep while some are behind. */
    final void sweep() {
        if (offset >= channel.log().endangered()) {
            countBehind(false); // it was served while look() took note
        }
        boolean moves = !refused || offset != lookedAt;
        still = moves ? 0 : still + 1;
        lookedAt = offset;
        if (still == STILL) {
            frozen = true;
            countBehind(false);
        }
    }

    private void countBehind(boolean is) {
        if (behind.compareAndSet(!is, is)) {
            channel.congestion().count(is);
        }
    }

    /** Returns the offset of the last publication that was taken, or left out with a gap. */
    final long offset() {
        return offset;
    }

    /** Everything up to an offset has been taken, or left out with a gap. For the pump. */
    final void moved(long to) {
        offset = to;
        if (frozen) {
            frozen = false;
        }
    }

    private void request() {
        if (work.getAndIncrement() == 0) {
            run(1);
        }
    }

    private void run(int requests) {
        int seen = requests;
        do {
            try {
                if (refused) {
                    refused = false; // before deliver() reads where the end is, see pump()
                }
                deliver();
                if (behind.get() && offset >= channel.log().endangered()) {
                    countBehind(false);
                }
            } catch (
                    Throwable
                            e) { // boundary to the subscriber: a walk goes on to the others whatever one of them throws
                fail(e);
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Delivers from the cursor to where the channel is, or until the subscriber has no room. */
    abstract void deliver();

    /** Offers something to the subscriber; {@code false} if it has no room, or if the subscription has ended. */
    final boolean taken(Delivery delivery) {
        if (ended) {
            return false;
        }
        boolean taken = subscriber.accept(delivery);
        if (taken) {
            channel.traffic().delivered(delivery.event());
        } else {
            refused = true;
        }
        return taken;
    }

    final Subscriber subscriber() {
        return subscriber;
    }

    final Channel where() {
        return channel;
    }

    final boolean hasEnded() {
        return ended;
    }

    /** Ends the subscription: it has a hole now that nothing would name. */
    final void fail(Throwable cause) {
        boolean foreseen = cause instanceof LogUnavailableException; // the store says so itself, once for all
        LOG.log(foreseen ? Level.DEBUG : Level.ERROR, () -> this + " failed", cause);
        close();
        try {
            subscriber.failed(cause);
        } catch (Throwable e) { // the same boundary
            LOG.log(Level.ERROR, () -> "and could not be told", e);
        }
    }

    @Override
    public String toString() {
        return "a subscription to " + channel.name();
    }
}
