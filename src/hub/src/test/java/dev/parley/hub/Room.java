package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryChannelLog;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.LogBounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A channel under test with its clock, its executor and the inboxes of its members. For one thread. */
final class Room implements InstantSource, Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Map<String, Inbox> inboxes = new LinkedHashMap<>();
    final ChannelLog log;
    final Channel channel;
    long millis;

    Room() {
        this(1000);
    }

    /** A room whose log keeps so many publications. */
    Room(int kept) {
        this(new InMemoryChannelLog(
                "e", new LogBounds(kept, Long.MAX_VALUE), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE)));
    }

    Room(ChannelLog log) {
        this.log = log;
        this.channel = new Channel("room", log, presences(this, this), new Traffic(), this, this);
    }

    /** Makes the presence of channels with at most 10 members. */
    static Presences presences(InstantSource clock, Executor executor) {
        PresenceLimits limits = PresenceLimits.DEFAULTS.withMembers(10);
        return new Presences(limits, new ChannelMemory(Long.MAX_VALUE), () -> "p", clock, executor);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs what was left to the executor; returns how many tasks it was. */
    int runTasks() {
        int run = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            run++;
        }
        return run;
    }

    /** Makes {@code member} join and start. */
    Membership enter(String member, Inbox inbox) {
        inboxes.put(member, inbox);
        Membership subscription = ((Hub.Accepted) join(member, inbox).orElseThrow()).subscription();
        subscription.start();
        return subscription;
    }

    Membership enter(String member) {
        return enter(member, new Inbox(Inbox.WIDE));
    }

    Optional<Hub.Subscribed> join(String member, Subscriber subscriber) {
        return channel.join(member, member, 0, subscriber);
    }

    Inbox inbox(String member) {
        return Optional.ofNullable(inboxes.get(member)).orElseThrow();
    }

    /** Asserts what came to {@code member} since the last time. */
    void assertTold(String member, String words) {
        assertEquals(words, inbox(member).take(), member);
    }

    /** Publishes so many times. */
    static void say(Membership who, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(who.publish(Optional.empty(), "\"x\"", appended -> {}));
        }
    }

    /** Asserts that nothing waits to be looked at. */
    void assertSilent() {
        List<String> left = new ArrayList<>();
        inboxes.forEach((member, inbox) -> {
            String told = inbox.take();
            if (!told.isEmpty() || !inbox.failures().isEmpty()) {
                left.add(member + ": " + told + inbox.failures());
            }
        });
        assertEquals(List.of(), left);
        assertEquals(0, tasks.size());
    }
}
