package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Typing;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A log channel: a named stream of publications and the members that follow it. Safe for any thread.
 *
 * <p>The lock orders what happens: each event gets its number under it, and a publication its offset. Nothing is
 * called out while it is held. Delivery follows without the lock: one thread at a time walks the subscriptions, and
 * each goes from its own cursor to the end, so that what happened meanwhile leaves in the same walk. After a few
 * rounds the walk moves to the hub's executor, so that no publisher's thread works for all others without end.
 */
final class Channel {
    private static final int RECENT = 128;
    private static final int ROUNDS = 4;
    private static final Subscription[] NONE = {};

    private final String name;
    private final ChannelLog log;
    private final int maxMembers;
    private final InstantSource clock;
    private final Executor executor;

    private final Object lock = new Object();
    private final Recent recent = new Recent(RECENT); // written under lock
    private final Replayed replayed = new Replayed(RECENT);
    private final Map<String, Member> members = new LinkedHashMap<>(); // guarded by lock; by key
    private boolean retired; // guarded by lock
    private long emptySince; // guarded by lock; milliseconds
    private volatile Subscription[] subscriptions = NONE; // replaced under lock
    private final AtomicInteger work = new AtomicInteger(); // requests to the walk

    private static final class Member {
        final Subscription subscription;
        boolean typing;
        long typingSince;

        Member(Subscription subscription) {
            this.subscription = subscription;
        }
    }

    /** Where the channel is at one moment. */
    record Present(long sequence, long top, List<String> members) {}

    Channel(String name, ChannelLog log, int maxMembers, InstantSource clock, Executor executor) {
        this.name = name;
        this.log = log;
        this.maxMembers = maxMembers;
        this.clock = clock;
        this.executor = executor;
        this.emptySince = clock.millis();
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

    /** Returns the delivery of a publication that was read from the log. */
    Delivery replayed(Publication publication) {
        return replayed.delivery(publication);
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
            recent.add(new Delivery(new Joined(member)));
            Subscription subscription = new Subscription(this, member, key, subscriber, recent.end(), log.top());
            members.put(key, new Member(subscription));
            Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
            more[more.length - 1] = subscription;
            subscriptions = more;
            subscribed = new Hub.Accepted(
                    subscription,
                    new StreamPosition(log.epoch(), log.top()),
                    names(),
                    history == 0 ? List.of() : log.read(Math.max(0, log.top() - history), history));
        }
        walk();
        return Optional.of(subscribed);
    }

    void leave(Subscription subscription) {
        synchronized (lock) {
            Member member = members.get(subscription.key());
            if (member == null || member.subscription != subscription) {
                return;
            }
            members.remove(subscription.key());
            subscriptions = Arrays.stream(subscriptions)
                    .filter(other -> other != subscription)
                    .toArray(Subscription[]::new);
            emptySince = clock.millis();
            recent.add(new Delivery(new Left(subscription.member())));
        }
        walk();
    }

    Publication publish(Subscription from, Optional<String> id, String data) {
        Publication publication;
        synchronized (lock) {
            publication = log.append(new Draft(id, clock.millis(), from.member(), data));
            recent.add(new Delivery(new Published(publication)));
            Member member = members.get(from.key());
            if (member != null) {
                member.typing = false; // a message ends the typing; no event of its own
            }
        }
        walk();
        return publication;
    }

    void typing(Subscription who, boolean on) {
        synchronized (lock) {
            Member member = members.get(who.key());
            if (member == null) {
                return;
            }
            member.typingSince = clock.millis();
            if (member.typing == on) {
                return;
            }
            member.typing = on;
            recent.add(new Delivery(new Typing(who.member(), on)));
        }
        walk();
    }

    /** Ends the typing of members that said nothing more of it for {@code millis}. */
    void expireTyping(long millis) {
        boolean expired = false;
        synchronized (lock) {
            long now = clock.millis();
            for (Member member : members.values()) {
                if (member.typing && now - member.typingSince >= millis) {
                    member.typing = false;
                    recent.add(new Delivery(new Typing(member.subscription.member(), false)));
                    expired = true;
                }
            }
        }
        if (expired) {
            walk();
        }
    }

    /** Retires the channel, so that nobody can join it any more, if it has been empty for {@code millis}. */
    boolean retire(long millis) {
        synchronized (lock) {
            retired |= members.isEmpty() && clock.millis() - emptySince >= millis;
            return retired;
        }
    }

    Present present() {
        synchronized (lock) {
            return new Present(recent.end(), log.top(), names());
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(members.size());
        members.values().forEach(member -> names.add(member.subscription.member()));
        return names;
    }

    private void walk() {
        if (work.getAndIncrement() == 0) {
            walkRounds();
        }
    }

    private void walkRounds() {
        for (int round = 1; ; round++) {
            int seen = work.get();
            for (Subscription subscription : subscriptions) {
                subscription.pump();
            }
            if (work.addAndGet(-seen) == 0) {
                return;
            }
            if (round == ROUNDS) {
                executor.execute(this::walkRounds);
                return;
            }
        }
    }
}
