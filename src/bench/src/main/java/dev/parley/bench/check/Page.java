package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import dev.parley.bench.load.End;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client as an application has it: follows channels, publishes, and comes back after every loss of its connection
 * from where it was. Confined to one thread.
 */
final class Page {
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(35);
    private static final int WATCH_SECONDS = 2;
    private static final int FIRST_DELAY = 300; // ms
    private static final int MOST_DOUBLINGS = 4;

    private final int number;
    private final Run run;
    private final String cid;
    private final List<Following> followings = new ArrayList<>();
    private final Map<Topic, PresenceFollower> presences = new LinkedHashMap<>();
    private final Outbox outbox;
    private final Faults faults;
    private String sid = "";
    private String user = "";
    private @Nullable Link link;
    private int attempts;
    private boolean ending; // publishes no more
    private boolean recovering = true;
    private long disturbedNanos = System.nanoTime();

    Page(Publications publications, int number, Run run, List<? extends Topic> channels) {
        this.number = number;
        this.run = run;
        this.cid = "checker-page-" + run.name() + "-" + number;
        this.outbox = new Outbox(this, run, publications);
        this.faults = new Faults(this, run);
        for (Topic channel : channels) {
            followings.add(following(channel));
            if (run.plan().presence() && number <= run.plan().pages() && channel.index() % 2 == 0) {
                presences.put(channel, new PresenceFollower("page " + number, channel, run));
            }
        }
    }

    private Following following(Topic channel) {
        return channel instanceof KnownState state
                ? new StateFollower("page " + number, state, run)
                : new Follower("page " + number, (KnownLog) channel, run);
    }

    List<Following> followings() {
        return followings;
    }

    /** What it is told of who is there, in the channels where it is a member. */
    Collection<PresenceFollower> presences() {
        return presences.values();
    }

    /** What others know it by; empty before the first welcome. */
    String user() {
        return user;
    }

    /** What goes wrong for it. */
    Faults faults() {
        return faults;
    }

    Optional<Link> current() {
        return Optional.ofNullable(link);
    }

    boolean isCurrent(Link asking) {
        return link == asking;
    }

    /** Something goes wrong just now: how long things take says nothing for a while. */
    void disturbed() {
        disturbedNanos = System.nanoTime();
    }

    /** Whether nothing has disturbed it for a while. */
    boolean isCalm(long nowNanos) {
        return nowNanos - disturbedNanos > CALM_NANOS;
    }

    /** Whether it is there, has everything, and has nothing unanswered. */
    boolean isSettled() {
        return isLive() && outbox.isEmpty() && followings.stream().allMatch(Following::isAtEnd);
    }

    boolean isLive() {
        return link != null && link.isWelcome() && followings.stream().allMatch(Following::isLive);
    }

    /** Where it is, for people. */
    String state() {
        StringBuilder text = new StringBuilder(this + ": ");
        text.append(link == null ? "not connected" : link.isWelcome() ? "connected" : "connecting");
        text.append(", attempt ").append(attempts).append(", unanswered ").append(outbox.size());
        followings.stream()
                .filter(following -> !following.isLive() || !following.isAtEnd())
                .forEach(following -> text.append(", ").append(following.place()));
        return text.toString();
    }

    /** Begins: connects, and never gives up. */
    void connect() {
        disturbed();
        recovering = true;
        attempts++;
        run.tally().connections++;
        Link next = new Link(this, run);
        link = next;
        next.connect();
    }

    /** The connection is open; every other page understands patches. */
    void opened(Link opened) {
        String resume = sid.isEmpty() ? "" : ",\"sid\":\"" + sid + "\"";
        String delta = number % 2 == 0 ? "" : ",\"delta\"";
        opened.send(
                "{\"t\":\"hello\",\"v\":1,\"cid\":\"" + cid + "\"" + resume + ",\"caps\":[\"batch\"" + delta + "]}");
        watch(opened);
    }

    void welcomed(Link welcome, String session, String name) {
        sid = session;
        user = name;
        attempts = 0;
        StringBuilder batch = new StringBuilder("[");
        for (Following following : followings) {
            batch.append(batch.length() == 1 ? "" : ",").append(subscription(welcome, following));
        }
        welcome.send(batch.append("]").toString());
        outbox.resend(welcome);
    }

    /** What to send to subscribe; the answer is seen to. */
    String subscription(Link on, Following following) {
        PresenceFollower presence = presences.get(following.topic());
        long id = on.ask(new Link.Asker() {
            @Override
            public void answered(ServerMessage answer) throws MalformedException {
                following.answered(answer, on.life());
                if (presence != null) {
                    presence.answered(answer);
                }
            }

            @Override
            public boolean refused(String code, long afterMillis) {
                subscribeLater(on, following, afterMillis);
                return afterMillis >= 0;
            }
        });
        return following.subscribe(id) + (presence == null ? "" : presence.subscribe()) + "}";
    }

    /** The server has ended a subscription for a while. */
    void unsubscribed(Link on, Following following, long afterMillis) {
        if (following.ended()) {
            disturbed();
            Optional.ofNullable(presences.get(following.topic())).ifPresent(PresenceFollower::disconnected);
            subscribeLater(on, following, afterMillis);
        }
    }

    private void subscribeLater(Link on, Following following, long afterMillis) {
        run.thread().schedule(Math.max(afterMillis, FIRST_DELAY), TimeUnit.MILLISECONDS, () -> {
            if (isCurrent(on)) {
                on.send(subscription(on, following));
            }
        });
    }

    /** A channel may have become live. */
    void live(Link on) {
        if (recovering && isLive()) {
            recovering = false;
            run.tally().recovered(System.nanoTime() - on.begunNanos());
        }
    }

    /** What follows the channel that a message names. */
    Following following(ServerMessage message) throws MalformedException {
        for (Following following : followings) {
            if (message.is(Field.CH, following.topic().nameBytes())) {
                return following;
            }
        }
        throw new MalformedException("a channel that is not followed: " + message.text(Field.CH));
    }

    /** What to send to end a subscription, in order to make it again at once. */
    String unsubscription(Link on, Following following, Link.Asker asker) {
        PresenceFollower presence = presences.get(following.topic());
        if (presence != null) {
            presence.unsubscribe();
        }
        return following.unsubscribe(on.ask(asker));
    }

    /** A message of who is there. */
    void present(ServerMessage message) throws MalformedException {
        PresenceFollower presence = presences.get(following(message).topic());
        if (presence == null) {
            throw new MalformedException("presence that was not asked for");
        }
        presence.receive(message);
    }

    void ended(Link over, End how) {
        run.tally().end(how.kind() == End.Kind.LOST ? "LOST" : how.toString());
        if (how.kind() == End.Kind.VIOLATION || (how.kind() == End.Kind.CLOSED && !mayClose(how.code()))) {
            run.verdict().found(Violation.UNEXPECTED, "%s: connection ended: %s", this, how);
        }
        if (isCurrent(over)) {
            comeBack();
        }
    }

    /** Codes that say: come back; and those that answer what was done here. */
    private static boolean mayClose(int code) {
        boolean passing = code == 1001 || code == 1012 || code == 1013 || (code >= 4500 && code < 4600);
        return passing || code == 1000 || code == 4409;
    }

    /** Leaves the connection, whatever it is, and makes another one soon. */
    void comeBack() {
        link = null;
        disturbed();
        disconnected();
        long delay = run.upTo((long) FIRST_DELAY << Math.min(attempts, MOST_DOUBLINGS));
        run.thread().schedule(delay, TimeUnit.MILLISECONDS, () -> {
            if (link == null) {
                connect();
            }
        });
    }

    /** Gives a silent connection up, as any client does. */
    private void watch(Link watched) {
        run.thread().schedule(WATCH_SECONDS, TimeUnit.SECONDS, () -> {
            if (!isCurrent(watched) || faults.isCut()) {
                return;
            }
            long now = System.nanoTime();
            if (now - watched.heardNanos() > SILENCE_NANOS) {
                if (isCalm(now - SILENCE_NANOS)) {
                    run.verdict().found(Violation.STUCK, "%s heard nothing for 35 s", this);
                }
                watched.client().reset();
            } else {
                watch(watched);
            }
        });
    }

    /** Publishes one message to each of its channels. */
    void publishToAll() {
        followings.forEach(outbox::publish);
    }

    /** Publishes now and then, until the end. */
    void publishEvery(double meanMillis) {
        run.thread().schedule(run.about(meanMillis), TimeUnit.MILLISECONDS, () -> {
            if (!ending) {
                if (followings.stream().allMatch(Following::hasBegun) && !outbox.isFull()) {
                    outbox.publish(followings.get(run.random().nextInt(followings.size())));
                }
                publishEvery(meanMillis);
            }
        });
    }

    /** No more faults, no more publishing; what still goes wrong has to come right. */
    void end() {
        ending = true;
        faults.end();
    }

    private void disconnected() {
        followings.forEach(Following::disconnected);
        presences.values().forEach(PresenceFollower::disconnected);
    }

    /** Goes for good: says bye, resets, or is cut off and never heard of again. */
    void depart(Fault how) {
        Link on = link;
        link = null;
        disconnected();
        if (on != null) {
            faults.depart(how, on);
        }
    }

    /** Resets what is left of it; it may connect again. */
    void leave() {
        Link on = link;
        link = null;
        disconnected();
        if (on != null) {
            on.client().reset();
        }
        faults.leave();
    }

    @Override
    public String toString() {
        return "page " + number;
    }
}
