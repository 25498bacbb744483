package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.Publication;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The subscription of a member, who is told of the other members too. Safe for any thread.
 *
 * <p>While the subscriber keeps up, its cursor goes through the channel's ring of {@link Recent recent} events. If the
 * ring has gone round meanwhile, it goes on in the log: then the member gets every publication that the log still has, a
 * {@link Gap} for those that it has not, and the list of members for the comings and goings between.
 */
public final class Membership extends Subscription {
    /** Publications read from the log at a time. */
    private static final int PAGE = 64;

    private final Seat seat;
    private long sequence; // confined to the pump: next event of the ring

    Membership(Channel channel, Seat seat, Subscriber subscriber, long sequence, long offset) {
        super(channel, subscriber, offset);
        this.seat = seat;
        this.sequence = sequence;
    }

    /** Returns the name of the member. */
    public String member() {
        return seat.name();
    }

    Seat seat() {
        return seat;
    }

    /**
     * Publishes as the member.
     *
     * @param id the member's own id for it
     * @param data JSON text of the value
     * @param outcome told once, on any thread, also during this call: what has become of it
     * @return {@code false} if the subscription has ended; then nothing is told
     */
    public boolean publish(Optional<String> id, String data, Consumer<Appended> outcome) {
        return !hasEnded() && where().publish(this, id, data, outcome);
    }

    /** Says that the member types or has ceased to; repeated calls tell the others nothing new. */
    public void typing(boolean on) {
        if (!hasEnded()) {
            seat.typing(on);
        }
    }

    @Override
    void deliver() {
        long end = where().recent().end();
        while (!hasEnded() && sequence < end) {
            Delivery next = where().recent().get(sequence);
            if (next == null) {
                if (!replay()) {
                    return;
                }
            } else if (!taken(next)) {
                return;
            } else {
                if (next.event() instanceof Published published) {
                    moved(published.publication().offset());
                }
                sequence++;
            }
        }
    }

    /**
     * Reads publications from the log up to where the channel is now; the list of members of that moment follows. If
     * there is no room before that is done, the next turn begins again where the publications were left. If the ring
     * goes round again meanwhile, so does this.
     */
    private boolean replay() {
        Channel.Present present = where().present();
        while (offset() < present.top()) {
            if (!replayPage(present.top())) {
                return false;
            }
        }
        if (!taken(present.members())) {
            return false;
        }
        sequence = present.sequence();
        return true;
    }

    /** Delivers a page of the log, at most up to {@code top}: what comes after it, the ring has. */
    private boolean replayPage(long top) {
        List<Publication> page = where().log().read(offset(), PAGE);
        if (page.isEmpty()) { // a log may keep nothing
            return skip(top);
        }
        for (Publication publication : page) {
            long at = publication.offset();
            if (at > offset() + 1 && !skip(Math.min(at - 1, top))) {
                return false;
            }
            if (at > top) {
                return true;
            }
            if (!taken(where().publications().of(publication))) {
                return false;
            }
            moved(at);
        }
        return true;
    }

    private boolean skip(long to) {
        if (!taken(where().delivery(new Gap(offset() + 1, to, Why.TRIMMED)))) {
            return false;
        }
        moved(to);
        return true;
    }

    @Override
    public String toString() {
        return "the subscription of " + member() + " to " + channel();
    }
}
