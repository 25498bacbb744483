package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Live;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.Publication;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A subscriber's place in a channel: a member's, who is also told of the other members, or a mere reader's, who is told
 * of publications alone. Safe for any thread.
 *
 * <p>A subscription is a cursor, not a queue: it remembers what its subscriber has taken and asks the channel for what
 * comes next. While the subscriber keeps up, that is the channel's ring of {@link Recent recent} events. One that has
 * no room is left where it is; when it {@link #resume() has room again} it reads on, from the ring, or, if the ring has gone round
 * meanwhile, from the log: then it gets every publication that the log still has, a {@link Gap} for those that it has
 * not, and, if it is a member's, the list of members for the comings and goings between. One that begins in the past
 * begins in the log in the same way: there is no second path that could leave a hole between old and new.
 *
 * <p>Any thread may ask for a turn; one of them at a time delivers, the others leave it a request. A turn
 * ends where the channel ended when the turn began: whoever added more since leaves a request of its own.
 */
public final class Subscription {
    private static final Logger LOG = System.getLogger(Subscription.class.getName());

    /** Publications read from the log at a time. */
    private static final int PAGE = 64;

    /** Place of a subscription that the ring has nothing for. */
    private static final long IN_THE_LOG = -1;

    private final Channel channel;
    private final String member; // empty: no member
    private final String key;
    private final Subscriber subscriber;
    private final AtomicInteger work = new AtomicInteger(1); // held until start(): nothing is delivered before

    private long sequence; // confined to the pump: next event of the ring
    private long offset; // confined to the pump: last publication that was taken
    private List<Gap> gaps; // confined to the pump: to be told before anything else
    private boolean live; // confined to the pump: told that it has been told everything up to liveAt
    private final long liveAt;
    private volatile boolean refused; // written by the pump; a walk passes by, resume() does not
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean ended;

    /** Makes a member's, at the end. */
    Subscription(Channel channel, String member, String key, Subscriber subscriber, long sequence, long offset) {
        this(channel, member, key, subscriber, sequence, Place.atEnd(offset));
        this.live = true; // members are not told
    }

    /** Makes a reader's. {@code sequence} is the number of the channel's next event. */
    Subscription(Channel channel, Subscriber subscriber, long sequence, Place place) {
        this(channel, "", "", subscriber, place.offset() == place.top() ? sequence : IN_THE_LOG, place);
    }

    private Subscription(
            Channel channel, String member, String key, Subscriber subscriber, long sequence, Place place) {
        this.channel = channel;
        this.member = member;
        this.key = key;
        this.subscriber = subscriber;
        this.sequence = sequence;
        this.offset = place.offset();
        this.gaps = place.gaps();
        this.liveAt = place.top();
    }

    /** Returns the name of the channel. */
    public String channel() {
        return channel.name();
    }

    /** Returns the name of the member; nothing if it is none. */
    public String member() {
        return member;
    }

    /** Returns what the member is known by in the channel. */
    String key() {
        return key;
    }

    private boolean isMember() {
        return !member.isEmpty();
    }

    /**
     * Begins to deliver; to be called once, when the subscriber has been told where it begins.
     *
     * @throws IllegalStateException if it is called again
     */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the subscription of " + member + " has been started already");
        }
        run(1);
    }

    /** Goes on after {@link Subscriber#accept} returned {@code false}. */
    public void resume() {
        request();
    }

    /**
     * Publishes as the member.
     *
     * @param id the member's own id for it
     * @param data JSON text of the value
     * @return the publication; empty if the subscription has ended
     */
    public Optional<Publication> publish(Optional<String> id, String data) {
        return ended ? Optional.empty() : channel.publish(this, id, data);
    }

    /** Says that the member types or has ceased to; repeated calls tell the others nothing new. */
    public void typing(boolean on) {
        if (!ended) {
            channel.typing(this, on);
        }
    }

    /** Leaves the channel. Nothing is delivered after it, but for a delivery under way on another thread. */
    public void close() {
        ended = true;
        channel.leave(this); // also if another thread closes it: the name is free when this returns
    }

    /**
     * Delivers what there is, unless the subscriber had no room and has not resumed: a frozen reader costs the others
     * nothing. If this sees that, the turn that a resume asks for has not begun, and will see what there is.
     */
    void pump() {
        if (!refused) {
            request();
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
                deliver();
            } catch (
                    Throwable
                            e) { // boundary to the subscriber: a walk goes on to the others whatever one of them throws
                fail(e);
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Ends the subscription: it has a hole now that nothing would name. */
    private void fail(Throwable cause) {
        LOG.log(Level.ERROR, () -> "the subscription of " + member + " to " + channel.name() + " failed", cause);
        close();
        try {
            subscriber.failed(cause);
        } catch (Throwable e) { // the same boundary
            LOG.log(Level.ERROR, () -> "and could not be told", e);
        }
    }

    private void deliver() {
        if (refused) {
            refused = false; // before the end is read, see pump()
        }
        long end = channel.recent().end();
        if (!begun()) {
            return;
        }
        while (!ended && sequence < end) {
            Delivery next = channel.recent().get(sequence);
            if (next == null || isAhead(next)) {
                if (!replay()) {
                    return;
                }
            } else if (!isWanted(next)) {
                sequence++;
            } else if (!taken(next)) {
                return;
            } else {
                if (next.event() instanceof Published published) {
                    offset = published.publication().offset();
                }
                sequence++;
            }
        }
    }

    /** Tells what comes before everything else; {@code false} if there is no room for it. */
    private boolean begun() {
        while (!gaps.isEmpty()) {
            if (!taken(channel.delivery(gaps.get(0)))) {
                return false;
            }
            gaps = gaps.subList(1, gaps.size());
        }
        return toldLive();
    }

    private boolean toldLive() {
        if (!live && offset >= liveAt) {
            live = taken(channel.delivery(new Live(liveAt)));
            return live;
        }
        return true;
    }

    private boolean isWanted(Delivery delivery) {
        return isMember() || delivery.event() instanceof Published;
    }

    /** Whether a publication is missing before this one: offsets are checked on the live path too. */
    private boolean isAhead(Delivery delivery) {
        return delivery.event() instanceof Published published
                && published.publication().offset() > offset + 1;
    }

    private boolean taken(Delivery delivery) {
        if (ended) {
            return false;
        }
        boolean taken = subscriber.accept(delivery);
        if (!taken) {
            refused = true;
        }
        return taken;
    }

    /**
     * Reads publications from the log up to where the channel is now; the list of members of that moment follows. If
     * there is no room before that is done, the next turn begins again where the publications were left. If the ring
     * goes round again meanwhile, so does this.
     */
    private boolean replay() {
        Channel.Present present = channel.present();
        while (offset < present.top()) {
            if (!replayPage(present.top())) {
                return false;
            }
        }
        if (isMember() && !taken(present.members())) {
            return false;
        }
        sequence = present.sequence();
        return true;
    }

    /** Delivers a page of the log, at most up to {@code top}: what comes after it, the ring has. */
    private boolean replayPage(long top) {
        List<Publication> page = channel.log().read(offset, PAGE);
        if (page.isEmpty()) { // a log may keep nothing
            return skip(top);
        }
        for (Publication publication : page) {
            long at = publication.offset();
            if (at > offset + 1 && !skip(Math.min(at - 1, top))) {
                return false;
            }
            if (at > top) {
                return true;
            }
            if (!taken(channel.replayed(publication))) {
                return false;
            }
            offset = at;
            if (!toldLive()) {
                return false;
            }
        }
        return true;
    }

    private boolean skip(long to) {
        if (!taken(channel.delivery(new Gap(offset + 1, to, Why.TRIMMED)))) {
            return false;
        }
        offset = to;
        return toldLive();
    }
}
