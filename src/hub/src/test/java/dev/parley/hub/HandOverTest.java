package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryChannelLog;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.Outbound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two threads meet at one moment, again and again: the one leaves its work to the other, or does it itself. A request
 * that is lost between them would be made good by the next event, so each meeting is checked for itself.
 */
class HandOverTest {
    private static final int MEETINGS = 5000;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CyclicBarrier barrier = new CyclicBarrier(2);

    @AfterEach
    void endsThreads() {
        threads.shutdownNow();
    }

    private void meet(Runnable one, Runnable other) throws Exception {
        List<Callable<Integer>> both = List.of(() -> after(one), () -> after(other));
        for (Future<Integer> done : threads.invokeAll(both)) {
            done.get();
        }
    }

    private int after(Runnable task) throws Exception {
        int arrival = barrier.await(10, TimeUnit.SECONDS);
        task.run();
        return arrival;
    }

    @Test
    void losesNoRequestOfAWalk() throws Exception {
        Channel channel = new Channel(
                "c",
                new InMemoryChannelLog(
                        "e", new LogBounds(10, Long.MAX_VALUE), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE)),
                Room.presences(() -> Instant.EPOCH, Runnable::run),
                new Traffic(),
                () -> Instant.EPOCH,
                Runnable::run);
        AtomicInteger told = new AtomicInteger();
        Membership ann = join(channel, "ann", delivery -> true);
        Membership bob = join(channel, "bob", delivery -> told.incrementAndGet() > 0);
        for (int meeting = 1; meeting <= MEETINGS; meeting++) {
            meet(() -> publish(ann), () -> publish(bob));
            assertEquals(2 * meeting, told.get());
        }
    }

    @Test
    void losesNoResumption() throws Exception {
        Channel channel = new Channel(
                "c",
                new InMemoryChannelLog(
                        "e", new LogBounds(10, Long.MAX_VALUE), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE)),
                Room.presences(() -> Instant.EPOCH, Runnable::run),
                new Traffic(),
                () -> Instant.EPOCH,
                Runnable::run);
        AtomicInteger room = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        Membership ann = join(channel, "ann", delivery -> true);
        Membership bob = join(channel, "bob", delivery -> {
            boolean taken = room.get() > 0;
            told.addAndGet(taken ? 1 : 0);
            return taken;
        });
        for (int meeting = 1; meeting <= MEETINGS; meeting++) {
            room.set(0);
            meet(() -> publish(ann), () -> {
                room.set(1);
                bob.resume();
            });
            assertEquals(meeting, told.get());
        }
    }

    @Test
    void losesNoMessageOfAnOutbox() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        Outbox outbox = new Outbox(
                (message, completion) -> {
                    sent.incrementAndGet();
                    completion.completed(Optional.empty());
                },
                new Outbox.Bounds(1_000_000, 100, 0),
                () -> 0,
                new Outbox.Listener() {
                    @Override
                    public void sent(Outbound message) {}

                    @Override
                    public void ready() {}

                    @Override
                    public void failed(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                });
        Outbound message = Outbound.Text.of("x");
        for (int meeting = 1; meeting <= MEETINGS; meeting++) {
            meet(() -> outbox.offer(message), () -> outbox.reply(message));
            assertEquals(2 * meeting, sent.get());
            assertEquals(0, outbox.bytes());
        }
    }

    private static Membership join(Channel channel, String name, Subscriber subscriber) {
        Membership subscription =
                ((Hub.Accepted) channel.join(name, name, 0, subscriber).orElseThrow()).subscription();
        subscription.start();
        return subscription;
    }

    private static void publish(Membership who) {
        if (!who.publish(Optional.empty(), "1", appended -> {})) {
            throw new AssertionError(who.member() + " is out");
        }
    }
}
