package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Typing;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
final class Channel {
    private static final int RECENT = 128;
    private static final Subscription[] NONE = {};

    private final String name;
    private final ChannelLog log;
    private final int maxMembers;
    private final InstantSource clock;

    private final Object lock = new Object();
    private final Recent recent = new Recent(RECENT); // written under lock
    private final Publications publications; // appended to under lock
    private final Map<String, Member> members = new LinkedHashMap<>(); // guarded by lock; by key
    private boolean retired; // guarded by lock
    private boolean appending; // guarded by lock; the log is being given a draft
    private long emptySince; // guarded by lock; milliseconds
    private long restedAt; // guarded by lock; top at the last call of rest()
    private @Nullable Present present; // guarded by lock; the last one that was asked for
    private volatile Subscription[] subscriptions = NONE; // replaced under lock
    private volatile long top; // written under lock: last publication that can be delivered
    private final Walk walk;
    private final Congestion congestion = new Congestion(() -> subscriptions.length);

    private static final class Member {
        final Membership subscription;
        boolean typing;
        long typingSince;

        Member(Membership subscription) {
            this.subscription = subscription;
        }
    }

    /**
     * Where the channel is at one moment.
     *
     * @param sequence number of the next event
     * @param top offset of the last publication
     * @param members a {@link Members} event, shared by all who fell behind together
     */
    record Present(long sequence, long top, Delivery members) {}

    Channel(String name, ChannelLog log, int maxMembers, InstantSource clock, Executor executor) {
        this.name = name;
        this.log = log;
        this.maxMembers = maxMembers;
        this.clock = clock;
        this.emptySince = clock.millis();
        this.publications = new Publications(name, log);
        this.top = log.top();
        this.walk = new Walk(executor, () -> top, log::endangered, () -> subscriptions);
        log.listen(new Arrivals());
    }

    /** What the log says. */
    private final class Arrivals implements ChannelLog.Listener {
        @Override
        public void appended(List<Publication> arrived) {
            boolean later;
            synchronized (lock) {
                for (Publication publication : arrived) {
                    recent.add(publications.append(publication));
                    top = publication.offset();
                }
                later = !appending; // else whoever appends, on this thread, asks for the walk without the lock
            }
            if (later) {
                walk.request();
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

    String name() {
        return name;
    }

    ChannelLog log() {
        return log;
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

    /** Returns the offset of the last publication that is soon to be dropped from the log. */
    long endangered() {
        return log.endangered();
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
            if (members.containsKey(key)) {
                return Optional.of(new Hub.Rejected(HubError.NAME_TAKEN));
            }
            if (members.size() >= maxMembers) {
                return Optional.of(new Hub.Rejected(HubError.CHANNEL_FULL));
            }
            StreamPosition position = new StreamPosition(log.epoch(), top);
            List<Publication> last = history == 0 ? List.of() : readUpTo(top + 1, history);
            recent.add(delivery(new Joined(member))); // the log was asked before: if it throws, nobody has joined
            Membership subscription = new Membership(this, member, key, subscriber, recent.end(), top);
            members.put(key, new Member(subscription));
            add(subscription);
            subscribed = new Hub.Accepted(subscription, position, names(), last);
        }
        congestion.moreFollow();
        walk.request();
        return Optional.of(subscribed);
    }

    /** Adds a reader; empty if the channel has been retired meanwhile. */
    Optional<Hub.Followed> follow(Start start, int limit, Subscriber subscriber) {
        Hub.Following following;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            Optional<Place> place = Place.find(start, log, top, limit);
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

    /** Adds a subscription, under the lock. */
    private void add(Subscription subscription) {
        Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
        more[more.length - 1] = subscription;
        subscriptions = more;
    }

    void leave(Subscription subscription) {
        synchronized (lock) {
            int before = subscriptions.length;
            subscriptions = Arrays.stream(subscriptions)
                    .filter(other -> other != subscription)
                    .toArray(Subscription[]::new);
            if (subscriptions.length == before) {
                return;
            }
            emptySince = clock.millis();
            if (!(subscription instanceof Membership membership)) {
                return;
            }
            members.remove(membership.key());
            recent.add(delivery(new Left(membership.member())));
        }
        walk.request();
    }

    /** Appends to the log; {@code false} if {@code from} has left: the channel may be retired, and nobody would see it. */
    boolean publish(Membership from, Optional<String> id, String data, Consumer<Appended> outcome) {
        Optional<Appended> appended;
        boolean arrived;
        synchronized (lock) {
            Member member = member(from);
            if (member == null) {
                return false;
            }
            long before = top;
            appended = append(new Draft(id, clock.millis(), from.member(), data), outcome);
            arrived = top != before;
            member.typing = false; // a message ends the typing; no event of its own
        }
        tell(appended, arrived, outcome);
        return true;
    }

    /** Appends to the log, for somebody who need not follow the channel; {@code false} if it has been retired meanwhile. */
    boolean publish(Message message, Consumer<Appended> outcome) {
        Optional<Appended> appended;
        boolean arrived;
        synchronized (lock) {
            if (retired) {
                return false;
            }
            long now = clock.millis();
            emptySince = now;
            long before = top;
            appended = append(new Draft(message.id(), message.once(), now, message.sender(), message.data()), outcome);
            arrived = top != before;
        }
        tell(appended, arrived, outcome);
        return true;
    }

    /** Gives a draft to the log, under the lock. */
    private Optional<Appended> append(Draft draft, Consumer<Appended> later) {
        appending = true;
        try {
            return log.append(draft, later);
        } finally {
            appending = false;
        }
    }

    private void tell(Optional<Appended> appended, boolean arrived, Consumer<Appended> outcome) {
        if (arrived) {
            walk.request();
        }
        appended.ifPresent(outcome);
    }

    Hub.Page readAfter(long after, int limit) {
        return page(log.read(after, limit));
    }

    Hub.Page readBefore(long before, int limit) {
        return page(readUpTo(Math.min(before, log.top() + 1), limit));
    }

    /** Reads the last publications before an offset. */
    private List<Publication> readUpTo(long end, int limit) {
        return log.read(Math.max(0, end - 1 - limit), limit).stream()
                .filter(publication -> publication.offset() < end)
                .toList();
    }

    private Hub.Page page(List<Publication> publications) {
        return new Hub.Page(new StreamPosition(log.epoch(), log.top()), publications, log.first());
    }

    void typing(Membership who, boolean on) {
        synchronized (lock) {
            Member member = member(who);
            if (member == null) {
                return;
            }
            member.typingSince = clock.millis();
            if (member.typing == on) {
                return;
            }
            member.typing = on;
            recent.add(delivery(new Typing(who.member(), on)));
        }
        walk.request();
    }

    /** Ends the typing of members that said nothing more of it for {@code millis}. */
    void expireTyping(long millis) {
        boolean expired = false;
        synchronized (lock) {
            long now = clock.millis();
            for (Member member : members.values()) {
                if (member.typing && now - member.typingSince >= millis) {
                    member.typing = false;
                    recent.add(delivery(new Typing(member.subscription.member(), false)));
                    expired = true;
                }
            }
        }
        if (expired) {
            walk.request();
        }
    }

    /** Finds those who do not move among those who are behind; and gives memory back if nothing was published since. */
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
    }

    /** Retires the channel, so that nobody can join it any more, if it has been empty for {@code millis}. */
    boolean retire(long millis) {
        synchronized (lock) {
            long empty = Math.max(0, clock.millis() - emptySince); // the clock may have been set back
            retired |= subscriptions.length == 0 && empty >= millis && log.isSettled();
            return retired;
        }
    }

    Present present() {
        synchronized (lock) {
            Present last = present;
            if (last == null || last.sequence() != recent.end()) {
                last = new Present(recent.end(), top, delivery(new Members(names())));
                present = last;
            }
            return last;
        }
    }

    /** Returns the member that has {@code subscription}; {@code null} if it has left. To be called under the lock. */
    private @Nullable Member member(Membership subscription) {
        Member member = members.get(subscription.key());
        return member != null && member.subscription == subscription ? member : null;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(members.size());
        members.values().forEach(member -> names.add(member.subscription.member()));
        return names;
    }
}
