package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Typing;
import dev.parley.hub.Traffic.Outcome;
import dev.parley.hub.Traffic.Recovery;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log channel: a named stream of publications and those who follow it, as members or as mere readers. Safe for any
 * thread.
 *
 * <p>The lock orders what happens: each event gets its number under it, and drafts go to the log in the order of their
 * offsets. Nothing but the log is called while it is held. A publication is there when the log says so, which may be
 * later: {@link #top} is the last one, whatever the log knows by then. Delivery follows without the lock, by a
 * {@link Walk} over the subscriptions.
 */
final class Channel implements OpenChannels.Open {
    private static final int RECENT = 128;
    private static final Subscription[] NONE = {};

    private final String name;
    private final ChannelLog log;
    private final InstantSource clock;

    private final Object lock = new Object();
    private final Recent recent = new Recent(RECENT); // written under lock
    private final Publications publications; // appended to under lock
    private final Presence presence; // guarded by lock
    private boolean retired; // guarded by lock
    private boolean appending; // guarded by lock; the log is being given a draft
    private boolean typed; // guarded by lock; whether somebody's typing ended with what arrived last
    private long emptySince; // guarded by lock; milliseconds
    private long restedAt; // guarded by lock; top at the last call of rest()
    private @Nullable Present present; // guarded by lock; the last one that was asked for
    private volatile Subscription[] subscriptions = NONE; // replaced under lock
    private volatile long top; // written under lock: last publication that can be delivered
    private final Walk walk;
    private final Traffic traffic;
    private final Congestion congestion = new Congestion(() -> subscriptions.length);

    /**
     * Where the channel is at one moment.
     *
     * @param sequence number of the next event
     * @param top offset of the last publication
     * @param members a {@link Members} event, shared by all who fell behind together
     */
    record Present(long sequence, long top, Delivery members) {}

    /** Puts comings and goings among the other events, for members. */
    private final class Heard implements Presence.Listener {
        @Override
        public void came(String member) {
            recent.add(delivery(new Joined(member)));
        }

        @Override
        public void left(String member) {
            recent.add(delivery(new Left(member)));
            emptySince = clock.millis();
        }

        @Override
        public void typing(String member, boolean on) {
            recent.add(delivery(new Typing(member, on)));
        }

        @Override
        public void deliver() {
            walk.request();
        }
    }

    Channel(String name, ChannelLog log, Presences presences, Traffic traffic, InstantSource clock, Executor executor) {
        this.name = name;
        this.log = log;
        this.clock = clock;
        this.emptySince = clock.millis();
        this.publications = new Publications(name, log);
        this.top = log.top();
        this.walk = new Walk(executor, () -> top, log::endangered, () -> subscriptions);
        this.presence = presences.of(name, lock, new Heard());
        this.traffic = traffic;
        log.listen(new Arrivals());
    }

    /** What the log says. */
    private final class Arrivals implements ChannelLog.Listener {
        @Override
        public void appended(List<Publication> arrived) {
            boolean later;
            boolean ended = false;
            synchronized (lock) {
                for (Publication publication : arrived) {
                    recent.add(publications.append(publication));
                    top = publication.offset();
                    ended |= presence.said(publication.sender()); // a message ends the typing; no event of its own
                }
                typed = ended;
                later = !appending; // else whoever appends, on this thread, delivers without the lock
            }
            if (later) {
                deliver(ended);
            }
        }

        @Override
        public void ended() {
            Subscription[] all;
            synchronized (lock) {
                retired = true;
                all = subscriptions;
            }
            LogUnavailableException why = new LogUnavailableException("the log of " + name + " has ended");
            for (Subscription subscription : all) {
                subscription.fail(why);
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean retireUnused() {
        return retire(0);
    }

    @Override
    public void close() {
        log.close();
    }

    ChannelLog log() {
        return log;
    }

    Traffic traffic() {
        return traffic;
    }

    Recent recent() {
        return recent;
    }

    /** Returns the delivery of an event that is for one subscriber. */
    Delivery delivery(ChannelEvent event) {
        return new Delivery(name, event);
    }

    Publications publications() {
        return publications;
    }

    Congestion congestion() {
        return congestion;
    }

    /** Returns the offset up to which readers are served in this round of the walk. */
    long walked() {
        return walk.top();
    }

    /** Adds a member; empty if the channel has been retired meanwhile. */
    Optional<Hub.Subscribed> join(String member, String key, int history, Subscriber subscriber) {
        Hub.Subscribed subscribed;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            StreamPosition position = new StreamPosition(log.epoch(), top);
            List<Publication> last = history == 0 ? List.of() : new History(log).upTo(top + 1, history);
            Hub.Entered entered = presence.enter(member, key, true); // the log was asked: if it throws, nobody came
            if (entered instanceof Hub.Rejected rejected) {
                return Optional.of(rejected);
            }
            Seat seat = ((Hub.Seated) entered).seat();
            Membership subscription = new Membership(this, seat, subscriber, recent.end(), top);
            add(subscription);
            subscribed = new Hub.Accepted(subscription, position, presence.names(), last);
        }
        congestion.moreFollow();
        presence.deliver();
        return Optional.of(subscribed);
    }

    /** Adds a reader; empty if the channel has been retired meanwhile. */
    Optional<Hub.Followed> follow(Start start, int limit, Subscriber subscriber) {
        Hub.Following following;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            Start begin = start.in(log);
            Optional<Place> place = Place.find(begin, log, top, limit);
            begin.since().ifPresent(since -> traffic.recovered(recovery(place)));
            if (place.isEmpty()) {
                return Optional.of(new Hub.Rejected(HubError.FUTURE_POSITION));
            }
            Subscription subscription = new Reading(this, subscriber, place.get());
            add(subscription);
            StreamPosition last = new StreamPosition(log.epoch(), place.get().top());
            following = new Hub.Following(subscription, last, place.get().from());
        }
        congestion.moreFollow();
        return Optional.of(following);
    }

    private static Recovery recovery(Optional<Place> found) {
        return found.map(place -> place.gaps().isEmpty() ? Recovery.WHOLE : Recovery.PARTIAL)
                .orElse(Recovery.REFUSED);
    }

    /** Adds a subscription, under the lock. */
    private void add(Subscription subscription) {
        Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
        more[more.length - 1] = subscription;
        subscriptions = more;
        traffic.subscribed(1);
    }

    /** Makes somebody a member who may be one by several seats; empty if the channel has been retired meanwhile. */
    Optional<Hub.Entered> enter(String member, String key) {
        Hub.Entered entered;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            entered = presence.enter(member, key, false);
        }
        presence.deliver();
        return Optional.of(entered);
    }

    Attendance members(String after, int most) {
        return presence.page(after, most);
    }

    void leave(Subscription subscription) {
        synchronized (lock) {
            int before = subscriptions.length;
            subscriptions = Arrays.stream(subscriptions)
                    .filter(other -> other != subscription)
                    .toArray(Subscription[]::new);
            if (subscriptions.length < before) {
                emptySince = clock.millis();
                traffic.subscribed(-1);
            }
        }
        if (subscription instanceof Membership membership) {
            membership.seat().close();
        }
    }

    /** Appends to the log; {@code false} if {@code from} has left: the channel may be retired, and nobody would see it. */
    boolean publish(Membership from, Optional<String> id, String data, Consumer<Appended> outcome) {
        Appending done;
        synchronized (lock) {
            if (from.seat().left) {
                return false;
            }
            done = append(new Draft(id, clock.millis(), from.member(), data), outcome);
        }
        tell(done, outcome);
        return true;
    }

    private void deliver(boolean typed) {
        if (typed) {
            presence.deliver();
        } else {
            walk.request();
        }
    }

    /** Appends to the log, for somebody who need not follow the channel; {@code false} if it has been retired meanwhile. */
    boolean publish(Message message, Consumer<Appended> outcome) {
        Appending done;
        synchronized (lock) {
            if (retired) {
                return false;
            }
            long now = clock.millis();
            emptySince = now;
            done = append(new Draft(message.id(), message.once(), now, message.sender(), message.data()), outcome);
        }
        tell(done, outcome);
        return true;
    }

    /**
     * What came of giving a draft to the log.
     *
     * @param outcome empty if it will be told later
     * @param arrived whether there is something to deliver
     * @param typed whether the sender's typing has ended with it
     */
    private record Appending(Optional<Appended> outcome, boolean arrived, boolean typed) {}

    /** Gives a draft to the log, under the lock. */
    private Appending append(Draft draft, Consumer<Appended> later) {
        long before = top;
        typed = false;
        appending = true;
        try {
            Optional<Appended> outcome = log.append(draft, appended -> {
                count(appended);
                later.accept(appended);
            });
            outcome.ifPresent(this::count);
            return new Appending(outcome, top != before, typed);
        } finally {
            appending = false;
        }
    }

    private void count(Appended appended) {
        if (appended instanceof Appended.New) {
            traffic.published(Outcome.ACCEPTED);
        } else {
            traffic.published(appended instanceof Appended.Duplicate ? Outcome.REPEATED : Outcome.REFUSED);
        }
    }

    private void tell(Appending done, Consumer<Appended> outcome) {
        if (done.arrived()) {
            deliver(done.typed());
        }
        done.outcome().ifPresent(outcome);
    }

    /** Remembers that a client has handled everything up to an offset; {@code false} if nobody has been there yet. */
    boolean acknowledge(String client, long offset) {
        synchronized (lock) {
            boolean known = offset <= top;
            if (known && !retired) {
                log.acknowledge(client, offset);
            }
            return known;
        }
    }

    /** Ends typing that nobody renewed, and tells of a large channel how many are there; to be called twice a second. */
    void tick() {
        presence.tick();
    }

    /** Finds those who do not move among those who are behind; and gives back memory that nobody needs any more. */
    void sweep() {
        if (congestion.isCounting()) {
            for (Subscription subscription : subscriptions) {
                subscription.sweep();
            }
        }
        synchronized (lock) {
            if (top == restedAt) {
                publications.forget();
            }
            restedAt = top;
        }
        log.expire(clock.millis());
    }

    /** Retires the channel, so that nobody can join it any more, if it has been empty for {@code millis}. */
    boolean retire(long millis) {
        synchronized (lock) {
            long empty = Math.max(0, clock.millis() - emptySince); // the clock may have been set back
            retired |= subscriptions.length == 0 && presence.isUnused() && empty >= millis && log.isSettled();
            return retired;
        }
    }

    Present present() {
        synchronized (lock) {
            Present last = present;
            if (last == null || last.sequence() != recent.end()) {
                last = new Present(recent.end(), top, delivery(new Members(presence.names())));
                present = last;
            }
            return last;
        }
    }
}
