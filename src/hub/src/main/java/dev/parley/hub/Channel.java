package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Typing;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
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
import org.jspecify.annotations.Nullable;

/**
 * A log channel: a named stream of publications and those who follow it, as members or as mere readers. Safe for any
 * thread.
 *
 * <p>The lock orders what happens: each event gets its number under it, and a publication its offset. Nothing but
 * the log is called while it is held. Delivery follows without the lock, by a {@link Walk} over the subscriptions.
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
    private long emptySince; // guarded by lock; milliseconds
    private long restedAt; // guarded by lock; top at the last call of rest()
    private @Nullable Present present; // guarded by lock; the last one that was asked for
    private volatile Subscription[] subscriptions = NONE; // replaced under lock
    private volatile long top; // written under lock: last publication that can be delivered
    private final Walk walk;

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
        this.walk = new Walk(executor, () -> top, () -> subscriptions);
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
            StreamPosition position = new StreamPosition(log.epoch(), log.top());
            List<Publication> last =
                    history == 0 ? List.of() : log.read(Math.max(0, position.offset() - history), history);
            recent.add(delivery(new Joined(member))); // the log was asked before: if it throws, nobody has joined
            Membership subscription = new Membership(this, member, key, subscriber, recent.end(), log.top());
            members.put(key, new Member(subscription));
            add(subscription);
            subscribed = new Hub.Accepted(subscription, position, names(), last);
        }
        walk.request();
        return Optional.of(subscribed);
    }

    /** Adds a reader; empty if the channel has been retired meanwhile. */
    Optional<Hub.Followed> follow(Start start, int limit, Subscriber subscriber) {
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            Optional<Place> place = Place.find(start, log, limit);
            if (place.isEmpty()) {
                return Optional.of(new Hub.Rejected(HubError.FUTURE_POSITION));
            }
            Subscription subscription = new Reading(this, subscriber, place.get());
            add(subscription);
            StreamPosition top = new StreamPosition(log.epoch(), place.get().top());
            return Optional.of(new Hub.Following(subscription, top, place.get().from()));
        }
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

    /** Appends to the log; empty if {@code from} has left: the channel may be retired, and nobody would see it. */
    Optional<Publication> publish(Membership from, Optional<String> id, String data) {
        Publication publication;
        synchronized (lock) {
            Member member = member(from);
            if (member == null) {
                return Optional.empty();
            }
            Draft draft = new Draft(id, clock.millis(), from.member(), data);
            publication = ((Appended.New) append(draft)).publication(); // no other, if not once
            member.typing = false; // a message ends the typing; no event of its own
        }
        walk.request();
        return Optional.of(publication);
    }

    /** Appends to the log, for somebody who need not follow the channel; empty if it has been retired meanwhile. */
    Optional<Appended> publish(Message message) {
        Appended appended;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            long now = clock.millis();
            emptySince = now;
            appended = append(new Draft(message.id(), message.once(), now, message.sender(), message.data()));
        }
        if (appended instanceof Appended.New) {
            walk.request();
        }
        return Optional.of(appended);
    }

    /** Appends to the log and to the ring, under the lock. */
    private Appended append(Draft draft) {
        Appended appended = log.append(draft);
        if (appended instanceof Appended.New fresh) {
            recent.add(publications.append(fresh.publication()));
            top = fresh.publication().offset();
        }
        return appended;
    }

    Hub.Page readAfter(long after, int limit) {
        return page(log.read(after, limit));
    }

    Hub.Page readBefore(long before, int limit) {
        long end = Math.min(before, log.top() + 1);
        return page(log.read(Math.max(0, end - 1 - limit), limit).stream()
                .filter(publication -> publication.offset() < end)
                .toList());
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

    /** Gives memory back if nothing was published since the last call. */
    void rest() {
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
            retired |= subscriptions.length == 0 && empty >= millis;
            return retired;
        }
    }

    Present present() {
        synchronized (lock) {
            Present last = present;
            if (last == null || last.sequence() != recent.end()) {
                last = new Present(recent.end(), log.top(), delivery(new Members(names())));
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
