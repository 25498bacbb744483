package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A log channel: a named stream of publications and the members that follow it. Safe for any thread.
 *
 * <p>The lock orders what happens: each event gets its number under it, and a publication its offset. Nothing but
 * the log is called while it is held. Delivery follows without the lock: one thread at a time walks the subscriptions,
 * and each goes from its own cursor to where the end was when its turn came, so that none keeps the others waiting;
 * what happened meanwhile leaves in the next round. After a few rounds the walk moves to the hub's executor, so that no
 * publisher's thread works for all others without end.
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
    private @Nullable Present present; // guarded by lock; the last one that was asked for
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
            StreamPosition position = new StreamPosition(log.epoch(), log.top());
            List<Publication> last =
                    history == 0 ? List.of() : log.read(Math.max(0, position.offset() - history), history);
            recent.add(new Delivery(new Joined(member))); // the log was asked before: if it throws, nobody has joined
            Subscription subscription = new Subscription(this, member, key, subscriber, recent.end(), log.top());
            members.put(key, new Member(subscription));
            Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
            more[more.length - 1] = subscription;
            subscriptions = more;
            subscribed = new Hub.Accepted(subscription, position, names(), last);
        }
        walk();
        return Optional.of(subscribed);
    }

    void leave(Subscription subscription) {
        synchronized (lock) {
            if (member(subscription) == null) {
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

    /** Appends to the log; empty if {@code from} has left: the channel may be retired, and nobody would see it. */
    Optional<Publication> publish(Subscription from, Optional<String> id, String data) {
        Publication publication;
        synchronized (lock) {
            Member member = member(from);
            if (member == null) {
                return Optional.empty();
            }
            publication = log.append(new Draft(id, clock.millis(), from.member(), data));
            recent.add(new Delivery(new Published(publication)));
            member.typing = false; // a message ends the typing; no event of its own
        }
        walk();
        return Optional.of(publication);
    }

    void typing(Subscription who, boolean on) {
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
            long empty = Math.max(0, clock.millis() - emptySince); // the clock may have been set back
            retired |= members.isEmpty() && empty >= millis;
            return retired;
        }
    }

    Present present() {
        synchronized (lock) {
            Present last = present;
            if (last == null || last.sequence() != recent.end()) {
                last = new Present(recent.end(), log.top(), new Delivery(new Members(names())));
                present = last;
            }
            return last;
        }
    }

    /** Returns the member that has {@code subscription}; {@code null} if it has left. To be called under the lock. */
    private @Nullable Member member(Subscription subscription) {
        Member member = members.get(subscription.key());
        return member != null && member.subscription == subscription ? member : null;
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
            if (round >= ROUNDS && movedToExecutor()) {
                return;
            }
        }
    }

    private boolean movedToExecutor() {
        try {
            executor.execute(this::walkRounds);
            return true;
        } catch (RejectedExecutionException e) { // it shuts down: this thread goes on, or the channel would stand still
            return false;
        }
    }
}
