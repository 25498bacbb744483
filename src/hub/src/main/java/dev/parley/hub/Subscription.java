package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.Publication;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One member's place in a channel. Safe for any thread.
 *
 * <p>A subscription is a cursor, not a queue: it remembers what its subscriber has taken and asks the channel for what
 * comes next. While the subscriber keeps up, that is the channel's ring of {@link Recent recent} events. One that has
 * no room is left where it is; when it has room again it reads on, from the ring, or, if the ring has gone round
 * meanwhile, from the log: then it gets every publication that the log still has, a {@link Gap} for those that it has
 * not, and the list of members for the comings and goings between.
 *
 * <p>{@link #pump()} may be called by any thread; one of them at a time delivers, the others leave it a request.
 */
public final class Subscription {
    /** Publications read from the log at a time. */
    private static final int PAGE = 64;

    private final Channel channel;
    private final String member;
    private final String key;
    private final Subscriber subscriber;
    private final AtomicInteger work = new AtomicInteger(1); // held until start(): nothing is delivered before

    private long sequence; // confined to the pump: next event of the ring
    private long offset; // confined to the pump: last publication that was taken
    private @Nullable Delivery members; // confined to the pump: a resync that is not taken yet
    private long membersSequence; // confined to the pump: number of the first event that the resync does not cover
    private volatile boolean ended;

    Subscription(Channel channel, String member, String key, Subscriber subscriber, long sequence, long offset) {
        this.channel = channel;
        this.member = member;
        this.key = key;
        this.subscriber = subscriber;
        this.sequence = sequence;
        this.offset = offset;
    }

    /** Returns the name of the member. */
    public String member() {
        return member;
    }

    /** Returns what the member is known by in the channel. */
    String key() {
        return key;
    }

    /** Begins to deliver; to be called once, when the subscriber has been told where it begins. */
    public void start() {
        run(1);
    }

    /** Goes on after {@link Subscriber#accept} returned {@code false}. */
    public void resume() {
        pump();
    }

    /**
     * Publishes.
     *
     * @param id the member's own id for it
     * @param data JSON text of the value
     * @return the publication; empty if the subscription has ended
     */
    public Optional<Publication> publish(Optional<String> id, String data) {
        return ended ? Optional.empty() : Optional.of(channel.publish(this, id, data));
    }

    /** Says that the member types or has ceased to; repeated calls tell the others nothing new. */
    public void typing(boolean on) {
        if (!ended) {
            channel.typing(this, on);
        }
    }

    /** Leaves the channel. Nothing is delivered after it, but for a delivery under way on another thread. */
    public void close() {
        if (!ended) {
            ended = true;
            channel.leave(this);
        }
    }

    /** Delivers what there is room for. */
    void pump() {
        if (work.getAndIncrement() == 0) {
            run(1);
        }
    }

    private void run(int requests) {
        int seen = requests;
        do {
            deliver();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver() {
        while (!ended) {
            if (members != null && !resynced()) {
                return;
            }
            if (sequence == channel.recent().end()) {
                return;
            }
            Delivery next = channel.recent().get(sequence);
            if (next == null) {
                if (!replay()) {
                    return;
                }
            } else if (!subscriber.accept(next)) {
                return;
            } else {
                took(next.event());
                sequence++;
            }
        }
    }

    private void took(ChannelEvent event) {
        if (event instanceof Published published) {
            offset = published.publication().offset();
        }
    }

    private boolean resynced() {
        Delivery resync = members;
        if (resync == null || !subscriber.accept(resync)) {
            return false;
        }
        members = null;
        sequence = membersSequence;
        return true;
    }

    /** Reads publications from the log until it has caught up with the ring. */
    private boolean replay() {
        while (!ended) {
            Channel.Present present = channel.present();
            if (present.top() == offset) {
                members = new Delivery(new ChannelEvent.Members(present.members()));
                membersSequence = present.sequence();
                return true;
            }
            if (!replayPage()) {
                return false;
            }
        }
        return false;
    }

    private boolean replayPage() {
        for (Publication publication : channel.log().read(offset, PAGE)) {
            if (publication.offset() > offset + 1) {
                Gap gap = new Gap(offset + 1, publication.offset() - 1, Why.TRIMMED);
                if (!subscriber.accept(new Delivery(gap))) {
                    return false;
                }
                offset = gap.to();
            }
            if (!subscriber.accept(channel.replayed(publication))) {
                return false;
            }
            offset = publication.offset();
        }
        return true;
    }
}
