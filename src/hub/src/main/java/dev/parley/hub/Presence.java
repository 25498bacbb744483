package dev.parley.hub;

import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Outbound.Text;
import dev.parley.hub.spi.StreamPosition;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a channel. A member is there as long as it has a {@link Seat}, one for each of its connections: it comes with
 * the first and goes with the last. Safe for any thread.
 *
 * <p>Members are kept as a state channel keeps keys, and read like that: a reader gets all of them, then who came, went or
 * changed since, each once, also when it was slow or comes back with a position. In a large channel that would be
 * members × members events; there, readers are told no more than the count, at most every {@value #PAUSE} milliseconds,
 * and ask for pages of the list.
 */
final class Presence implements StateView.Owner, StateSource {
    /** Least time between two counts, in milliseconds. */
    static final long PAUSE = 1_000;

    private final String channel;
    private final String epoch;
    private final PresenceLimits limits;
    private final ChannelMemory memory;
    private final InstantSource clock;
    private final Listener listener;
    private final Object lock;
    private final StateTable roster; // guarded by lock; by name
    private final StateTeller teller;
    private final StateView view; // calls that ask for the lock have it
    private final Typists typists;
    private final Map<String, Member> members = new LinkedHashMap<>(); // guarded by lock; by key
    private volatile @Nullable Count count; // written under lock; null: the channel is not large
    private boolean walk; // guarded by lock; whether readers have to look
    private long countedAt; // guarded by lock; milliseconds

    /** Hears what happens, in order, under the lock. */
    interface Listener {
        /** A member came. */
        default void came(String name) {}

        /** A member went. */
        default void left(String name) {}

        /** A member began or ceased to type. */
        default void typing(String name, boolean on) {}

        /** The lock is free again: what was heard can be delivered. */
        default void deliver() {}
    }

    /** Somebody who is there. */
    static final class Member {
        private final String name;
        private final String key;
        private final boolean alone;
        private int seats; // guarded by lock

        Member(String name, String key, boolean alone) {
            this.name = name;
            this.key = key;
            this.alone = alone;
        }

        String name() {
            return name;
        }
    }

    private record Count(StatePlace.Summary place, Delivery delivery) {}

    /** Begins with nobody; {@code lock} guards it, and what the listener does. */
    Presence(String channel, Presences common, Object lock, Listener listener) {
        this.channel = channel;
        this.epoch = common.epochs().get();
        this.limits = common.limits();
        this.memory = common.memory();
        this.clock = common.clock();
        this.lock = lock;
        this.listener = listener;
        this.roster = new StateTable(limits.table());
        this.teller = new RosterTeller(roster);
        this.view = new StateView(this, lock, roster, Collections.emptyNavigableSet(), common.executor());
        this.typists = new Typists(channel, common.executor());
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public StateTeller teller() {
        return teller;
    }

    @Override
    public boolean isTelling() {
        return count == null;
    }

    /** Returns the epoch and the version that a reader who is told everybody now can come back with. */
    StreamPosition position() {
        synchronized (lock) {
            return new StreamPosition(epoch, roster.version());
        }
    }

    /** Returns the names of all members in the order in which they came. */
    List<String> names() {
        synchronized (lock) {
            return members.values().stream().map(Member::name).toList();
        }
    }

    /** Returns at most so many members, in order of names, beginning after {@code from}. */
    Attendance page(String from, int most) {
        synchronized (lock) {
            List<StateEntry> page = roster.values(from, most + 1);
            boolean more = page.size() > most;
            List<Attendee> shown = (more ? page.subList(0, most) : page)
                    .stream().map(RosterTeller::attendee).toList();
            return new Attendance(shown, more, members.size());
        }
    }

    boolean isUnused() {
        synchronized (lock) {
            return members.isEmpty() && view.isUnread() && typists.isUnread();
        }
    }

    /**
     * Takes a seat for a member; to be delivered by {@link #deliver()}, without the lock.
     *
     * @param name name to show
     * @param key what the member is known by: no two members have the same
     * @param alone whether it wants to be a member by this one seat, and no other
     */
    Hub.Entered enter(String name, String key, boolean alone) {
        synchronized (lock) {
            Member member = members.get(key);
            if (member == null) {
                if (members.size() >= limits.members() || !put(name, Optional.of(Attendee.NOTHING))) {
                    return new Hub.Rejected(HubError.CHANNEL_FULL);
                }
                member = new Member(name, key, alone);
                members.put(key, member);
                listener.came(name);
            } else if (alone || member.alone) {
                return new Hub.Rejected(HubError.NAME_TAKEN);
            }
            member.seats++;
            return new Hub.Seated(new Seat(this, member));
        }
    }

    /** Gives a seat up and delivers that. */
    void leave(Seat seat) {
        synchronized (lock) {
            if (seat.left) {
                return;
            }
            seat.left = true;
            Member member = seat.member();
            if (--member.seats > 0) {
                return;
            }
            members.remove(member.key);
            typists.set(member.name, false, clock.millis());
            put(member.name, Optional.empty()); // which never lacks memory
            listener.left(member.name);
        }
        deliver();
    }

    /** Changes what a member tells of itself and delivers that. */
    Outcome tell(Seat seat, String state) {
        Outcome outcome;
        synchronized (lock) {
            if (Text.utf8Length(state) > limits.stateBytes()) {
                return new Refused(Why.VALUE_TOO_BIG);
            }
            if (!seat.left && !put(seat.name(), Optional.of(state))) {
                return new Refused(Why.MEMORY_FULL);
            }
            outcome = new Done(roster.version());
        }
        walk();
        return outcome;
    }

    /** Says that a member types or has ceased to, and delivers that. */
    void typing(Seat seat, boolean on) {
        synchronized (lock) {
            if (seat.left || !typists.set(seat.name(), on, clock.millis())) {
                return;
            }
            listener.typing(seat.name(), on);
        }
        deliver();
    }

    /**
     * A message of a member ends its typing; the listener sees the message.
     *
     * @return whether that is to be delivered by {@link #deliver()}
     */
    boolean said(String name) {
        return typists.set(name, false, clock.millis());
    }

    /** Ends typing that nobody renewed, counts a large channel anew, and delivers that; to be called twice a second. */
    void tick() {
        List<String> expired;
        synchronized (lock) {
            long now = clock.millis();
            expired = typists.expire(now);
            expired.forEach(name -> listener.typing(name, false));
            boolean paused = now >= countedAt && now - countedAt < PAUSE; // the clock may have been set back
            Count last = count;
            if (last != null && !paused && last.place().version() != roster.version()) {
                count(now);
            }
        }
        if (!expired.isEmpty()) {
            listener.deliver();
        }
        walk();
    }

    /** Delivers what happened, to the listener's readers and to those of this. */
    void deliver() {
        listener.deliver();
        walk();
    }

    private void walk() {
        typists.tell(clock.millis());
        boolean look;
        synchronized (lock) {
            look = walk;
            walk = false;
        }
        if (look) {
            view.walk();
        }
    }

    /** Makes a reader of who is there, at rest. */
    StateSubscription watch(Subscriber subscriber, Optional<StreamPosition> since) {
        synchronized (lock) {
            boolean known = since.isPresent()
                    && since.get().epoch().equals(epoch)
                    && since.get().offset() <= roster.version();
            StatePlace place = known ? view.resumed(since.get().offset()) : new StatePlace.Nowhere();
            StateSubscription reader = new StateSubscription(this, subscriber, place, true);
            view.add(reader);
            return reader;
        }
    }

    /** Makes a reader of who types, at rest. */
    StateSubscription watchTyping(Subscriber subscriber) {
        return typists.watch(subscriber);
    }

    @Override
    public void leave(StateSubscription reader) {
        leave(view, reader);
    }

    @Override
    public void leave(StateView from, StateSubscription reader) {
        synchronized (lock) {
            from.remove(reader);
        }
    }

    @Override
    public @Nullable Step next(StatePlace from) {
        Count present = count;
        if (present != null) {
            return from.equals(present.place())
                    ? null
                    : new Step(from, present.place(), Optional.of(present.delivery()));
        }
        return view.next(from instanceof StatePlace.Summary ? new StatePlace.Nowhere() : from);
    }

    private boolean put(String name, Optional<String> state) {
        StateEntry entry = StateEntry.after(roster.get(name), name, state, roster.version() + 1, Optional.empty());
        if (!memory.reserve(roster.growth(entry))) {
            return false;
        }
        for (StateEntry gone : roster.put(entry)) {
            memory.take(-gone.weight());
            view.forgot(gone.version());
        }
        view.changed();
        boolean large = limits.isLarge(roster.size(), count != null);
        if (large && count == null) {
            count(clock.millis());
        } else if (!large) {
            count = null;
            walk = true;
        }
        return true;
    }

    private void count(long now) {
        StatePlace.Summary place = new StatePlace.Summary(roster.version());
        count = new Count(place, new Delivery(channel, new ChannelEvent.Counted(roster.size())));
        countedAt = now;
        walk = true;
    }
}
