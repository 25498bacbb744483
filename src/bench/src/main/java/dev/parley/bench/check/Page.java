package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import dev.parley.bench.load.Client;
import dev.parley.bench.load.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client as an application has it: follows channels, publishes, and comes back after every loss of its connection
 * from where it was. Suffers faults. Confined to one thread.
 */
final class Page {
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(35);
    private static final long PROBE_SECONDS = 3;
    private static final int FIRST_DELAY = 300; // ms
    private static final int MOST_DOUBLINGS = 4;

    private final int number;
    private final Run run;
    private final String cid;
    private final List<Follower> followers = new ArrayList<>();
    private final Outbox outbox;
    private final List<Client> frozen = new ArrayList<>();
    private String sid = "";
    private @Nullable Link link;
    private int attempts;
    private boolean cut; // until it comes back
    private boolean ending; // no more faults, no more publishing
    private boolean recovering = true;
    private long disturbedNanos = System.nanoTime();

    Page(Publications publications, int number, Run run, List<KnownLog> channels) {
        this.number = number;
        this.run = run;
        this.cid = "checker-page-" + run.name() + "-" + number;
        this.outbox = new Outbox(this, run, publications);
        channels.forEach(log -> followers.add(new Follower("page " + number, log, run)));
    }

    int number() {
        return number;
    }

    List<Follower> followers() {
        return followers;
    }

    Optional<Link> current() {
        return Optional.ofNullable(link);
    }

    boolean isCurrent(Link asking) {
        return link == asking;
    }

    /** Whether nothing has disturbed it for a while. */
    boolean isCalm(long nowNanos) {
        return nowNanos - disturbedNanos > CALM_NANOS;
    }

    /** Whether it is there, has everything, and has nothing unanswered. */
    boolean isSettled() {
        return isLive()
                && outbox.isEmpty()
                && followers.stream()
                        .allMatch(follower ->
                                follower.position() >= follower.log().highest());
    }

    boolean isLive() {
        return link != null && link.isWelcome() && followers.stream().allMatch(Follower::isLive);
    }

    /** Where it is, for people. */
    String state() {
        StringBuilder text = new StringBuilder(this + ": ");
        text.append(link == null ? "not connected" : link.isWelcome() ? "connected" : "connecting");
        text.append(", attempt ").append(attempts).append(", unanswered ").append(outbox.size());
        followers.stream()
                .filter(follower -> !follower.isLive()
                        || follower.position() < follower.log().highest())
                .forEach(follower -> text.append(", at ")
                        .append(follower.position())
                        .append(" of ")
                        .append(follower.log().highest())
                        .append(follower.isLive() ? " live in " : " not live in ")
                        .append(follower.log()));
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

    void opened(Link opened) {
        String resume = sid.isEmpty() ? "" : ",\"sid\":\"" + sid + "\"";
        opened.send("{\"t\":\"hello\",\"v\":1,\"cid\":\"" + cid + "\"" + resume + ",\"caps\":[\"batch\"]}");
        watch(opened);
    }

    void welcomed(Link welcome, String session) {
        sid = session;
        attempts = 0;
        StringBuilder batch = new StringBuilder("[");
        for (Follower follower : followers) {
            batch.append(batch.length() == 1 ? "" : ",").append(subscription(welcome, follower));
        }
        welcome.send(batch.append("]").toString());
        outbox.resend(welcome);
    }

    private String subscription(Link on, Follower follower) {
        return follower.subscribe(on.ask(new Link.Asker() {
            @Override
            public void answered(ServerMessage answer) throws MalformedException {
                follower.answered(answer.text(Field.E), answer.number(Field.O), answer.number(Field.FROM));
            }

            @Override
            public void refused(String code, long afterMillis) {
                run.thread().schedule(Math.max(afterMillis, FIRST_DELAY), TimeUnit.MILLISECONDS, () -> {
                    if (isCurrent(on)) {
                        on.send(subscription(on, follower));
                    }
                });
            }
        }));
    }

    /** One of its channels is live. */
    void live(Link on) {
        if (recovering && isLive()) {
            recovering = false;
            run.tally().recovered(System.nanoTime() - on.begunNanos());
        }
    }

    /** The follower of the channel that a message names. */
    Follower follower(ServerMessage message) throws MalformedException {
        for (Follower follower : followers) {
            if (message.is(Field.CH, follower.log().nameBytes())) {
                return follower;
            }
        }
        throw new MalformedException("a channel that is not followed: " + message.text(Field.CH));
    }

    void ended(Link over, End how) {
        run.tally().end(how.kind() == End.Kind.LOST ? "LOST" : how.toString());
        if (how.kind() == End.Kind.VIOLATION || (how.kind() == End.Kind.CLOSED && !mayClose(how.code()))) {
            run.verdict().found(Violation.UNEXPECTED, "%s: connection ended: %s", this, how);
        }
        if (isCurrent(over) && !cut) {
            comeBack();
        }
    }

    /** Codes that say: come back; and those that answer what was done here. */
    private static boolean mayClose(int code) {
        return code == 1000
                || code == 1001
                || code == 1012
                || code == 1013
                || code == 4409
                || (code >= 4500 && code < 4600);
    }

    private void comeBack() {
        link = null;
        cut = false;
        disturbed();
        followers.forEach(Follower::disconnected);
        long delay = run.upTo((long) FIRST_DELAY << Math.min(attempts, MOST_DOUBLINGS));
        run.thread().schedule(delay, TimeUnit.MILLISECONDS, () -> {
            if (link == null) {
                connect();
            }
        });
    }

    /** Gives a silent connection up, as any client does. */
    private void watch(Link watched) {
        run.thread().schedule(1, TimeUnit.SECONDS, () -> {
            if (!isCurrent(watched) || cut) {
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

    /** Publishes now and then, until the end. */
    void publishEvery(double meanMillis) {
        run.thread().schedule(run.about(meanMillis), TimeUnit.MILLISECONDS, () -> {
            if (!ending) {
                if (followers.stream().allMatch(Follower::hasBegun)) {
                    outbox.publish(followers);
                }
                publishEvery(meanMillis);
            }
        });
    }

    /** Suffers one of these faults now and then, until the end. */
    void sufferEvery(double meanMillis, List<Fault> faults) {
        run.thread().schedule(run.about(meanMillis), TimeUnit.MILLISECONDS, () -> {
            if (!ending) {
                if (link != null && link.isWelcome() && !cut) {
                    Fault fault = faults.get(run.random().nextInt(faults.size()));
                    run.tally().fault(fault);
                    suffer(fault, link);
                }
                sufferEvery(meanMillis, faults);
            }
        });
    }

    private void suffer(Fault fault, Link on) {
        disturbed();
        switch (fault) {
            case RESET -> on.client().reset();
            case CUT -> cut(on);
            case PAUSE -> {
                on.client().pauseReading();
                later(on, run.upTo(15_000), () -> on.client().resumeReading());
            }
            case DRIP -> {
                on.client().limitIo(1, 1);
                later(on, run.upTo(5_000), () -> on.client().limitIo(Integer.MAX_VALUE, Integer.MAX_VALUE));
            }
            case CLOCK -> probe(on);
            case BYE -> on.send("{\"t\":\"bye\"}");
            case RESUBSCRIBE -> resubscribe(on, followers.get(run.random().nextInt(followers.size())));
            case STOP -> throw new IllegalArgumentException("not a fault of a page");
        }
    }

    private void later(Link on, long millis, Runnable action) {
        run.thread().schedule(millis, TimeUnit.MILLISECONDS, () -> {
            disturbed();
            if (!on.client().isEnded()) {
                action.run();
            }
        });
    }

    /** Half the time the client notices at once, else when the silence is too long; the server must find out by itself. */
    private void cut(Link on) {
        on.client().freeze();
        frozen.add(on.client());
        cut = true;
        long unnoticed = run.random().nextBoolean() ? run.upTo(2_000) : run.upTo(40_000);
        later(on, unnoticed, () -> {
            if (isCurrent(on)) {
                comeBack();
            }
        });
        later(on, unnoticed + run.upTo(60_000), () -> on.client().reset());
    }

    private void probe(Link on) {
        boolean[] answered = new boolean[1];
        long id = on.ask(new Link.Asker() {
            @Override
            public void answered(ServerMessage answer) {
                answered[0] = true;
            }

            @Override
            public void refused(String code, long afterMillis) {}
        });
        on.send("{\"t\":\"ping\",\"id\":" + id + "}");
        run.thread().schedule(PROBE_SECONDS, TimeUnit.SECONDS, () -> {
            if (!answered[0] && isCurrent(on) && !on.client().isEnded()) {
                on.client().reset();
            }
        });
    }

    private void resubscribe(Link on, Follower follower) {
        if (!follower.isLive()) {
            return;
        }
        long id = on.ask(new Link.Asker() {
            @Override
            public void answered(ServerMessage answer) {}

            @Override
            public void refused(String code, long afterMillis) {}
        });
        on.send("[" + follower.unsubscribe(id) + "," + subscription(on, follower) + "]");
    }

    /** No more faults, no more publishing; what still goes wrong has to come right. */
    void end() {
        ending = true;
        Link on = link;
        if (cut) {
            comeBack();
        } else if (on != null && !on.client().isEnded()) {
            on.client().resumeReading();
            on.client().limitIo(Integer.MAX_VALUE, Integer.MAX_VALUE);
        }
    }

    /** Resets what is left of it. */
    void leave() {
        Link on = link;
        link = null;
        if (on != null) {
            on.client().reset();
        }
        frozen.forEach(Client::reset);
    }

    private void disturbed() {
        disturbedNanos = System.nanoTime();
    }

    @Override
    public String toString() {
        return "page " + number;
    }
}
