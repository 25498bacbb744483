package dev.parley.hub;

import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.spi.StreamPosition;
import java.util.Optional;

/**
 * One connection's place among the members of a channel. A member is there as long as it has a seat. Safe for any
 * thread.
 */
public final class Seat {
    private final Presence presence;
    private final Presence.Member member;
    boolean left; // guarded by the lock of the presence

    Seat(Presence presence, Presence.Member member) {
        this.presence = presence;
        this.member = member;
    }

    /** Returns the name of the member. */
    public String name() {
        return member.name();
    }

    /** Returns where the presence of the channel is. */
    public StreamPosition position() {
        return presence.position();
    }

    /**
     * Makes a reader of who is in the channel, at rest.
     *
     * @param since what the reader knows already; one of another epoch, or that is not reached, counts as none
     */
    public StateSubscription watch(Subscriber subscriber, Optional<StreamPosition> since) {
        return presence.watch(subscriber, since);
    }

    /** Makes a reader of who types in the channel, at rest. */
    public StateSubscription watchTyping(Subscriber subscriber) {
        return presence.watchTyping(subscriber);
    }

    /**
     * Changes what the member tells of itself; the last of its connections to do so prevails.
     *
     * @param state JSON text
     * @return {@link StateChange.Refused} if it is too long or there is no memory for it
     */
    public Outcome tell(String state) {
        return presence.tell(this, state);
    }

    /** Says that the member types or has ceased to; repeated calls tell the others nothing new, but it expires later. */
    public void typing(boolean on) {
        presence.typing(this, on);
    }

    /** Gives the seat up; with the last one the member is gone. Without effect twice. */
    public void close() {
        presence.leave(this);
    }

    Presence.Member member() {
        return member;
    }
}
