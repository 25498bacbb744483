package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.hub.spi.Outbound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionRegistryTest {
    private static final ConnectionListener SILENT = new ConnectionListener() {};

    private static Optional<Connection> open(Bench bench, FakeSession session, String address) {
        return bench.registry()
                .open(session.session(), Bench.handshake(address, Optional.empty()), Bench.PROFILE, SILENT);
    }

    @Test
    void countsInAllAndForEachAddress() {
        Bench bench = new Bench();
        Connection one = open(bench, new FakeSession("1"), "a").orElseThrow();
        assertTrue(open(bench, new FakeSession("2"), "a").isPresent());
        assertTrue(open(bench, new FakeSession("3"), "b").isPresent());
        assertEquals(3, bench.registry().size());
        assertEquals(2, bench.registry().size("a"));
        one.gone();
        assertEquals(2, bench.registry().size());
        assertEquals(1, bench.registry().size("a"));
        assertEquals(0, bench.registry().size("c"));
    }

    @Test
    void closesTheOneTooManyInAllWith1013() {
        Bench bench = new Bench(Bench.settings(2, 100, 1));
        assertTrue(open(bench, new FakeSession("1"), "a").isPresent());
        Connection second = open(bench, new FakeSession("2"), "b").orElseThrow();
        FakeSession third = new FakeSession("3");
        assertTrue(open(bench, third, "c").isEmpty());
        assertEquals(List.of("close 1013 too busy, try again later"), third.drain());
        assertEquals(2, bench.registry().size());
        second.gone();
        assertTrue(open(bench, new FakeSession("4"), "c").isPresent());
    }

    @Test
    void closesTheOneTooManyOfAnAddressWith1013() {
        Bench bench = new Bench(Bench.settings(100, 1, 1));
        assertTrue(open(bench, new FakeSession("1"), "a").isPresent());
        FakeSession second = new FakeSession("2");
        assertTrue(open(bench, second, "a").isEmpty());
        assertEquals(List.of("close 1013 too busy, try again later"), second.drain());
        assertEquals(1, bench.registry().size("a"));
        assertTrue(open(bench, new FakeSession("3"), "b").isPresent());
    }

    /** Waiting output of all together has a limit; those go first that have not read for the longest time. */
    @Test
    void dropsTheSlowestWhenAllTogetherWaitForTooMuch() {
        Bench bench = new Bench(Bench.settingsWithMemory(1000));
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FakeSession session = new FakeSession("s" + i).sends(Sends.LATER);
            Connection connection = open(bench, session, "a").orElseThrow();
            connections.add(connection);
            connection.offer(Outbound.Text.of("x".repeat(400)));
            bench.pass(Duration.ofMillis(10));
            bench.registry().sweep();
        }
        // 0 and 1 wait longest; without both there is room for the rest
        assertEquals(
                List.of(true, true, false, false),
                connections.stream().map(Connection::isOver).toList());
    }

    @Nested
    class Reserving {
        private final Bench bench = new Bench(Bench.settings(2, 1, 1));
        private final Handshake first = Bench.handshake("a", Optional.empty());
        private final Handshake second = Bench.handshake("b", Optional.empty());

        private boolean open(Handshake handshake, FakeSession session) {
            return bench.registry()
                    .open(session.session(), handshake, Bench.PROFILE, SILENT)
                    .isPresent();
        }

        @Test
        void letsNoMoreInThanMayOpen() {
            assertTrue(bench.registry().reserve(first));
            assertFalse(bench.registry().reserve(Bench.handshake("a", Optional.empty())), "of an address");
            assertTrue(bench.registry().reserve(second));
            assertFalse(bench.registry().reserve(Bench.handshake("c", Optional.empty())), "in all");
            assertTrue(open(first, new FakeSession("1")));
            assertTrue(open(second, new FakeSession("2")));
            assertEquals(2, bench.registry().size());
        }

        @Test
        void countsASessionOnce() {
            assertTrue(bench.registry().reserve(first));
            assertTrue(open(first, new FakeSession("1")));
            bench.registry().giveBack(first); // too late
            assertEquals(1, bench.registry().size());
            assertEquals(1, bench.registry().size("a"));
        }

        @Test
        void givesBackOnce() {
            assertTrue(bench.registry().reserve(first));
            assertTrue(bench.registry().reserve(second));
            bench.registry().giveBack(first);
            bench.registry().giveBack(first);
            assertEquals(1, bench.registry().size());
            assertEquals(0, bench.registry().size("a"));
        }

        @Test
        void givesBackWhatTakesTooLong() {
            assertTrue(bench.registry().reserve(first));
            bench.sweepFor(ConnectionRegistry.OPENING.minusMillis(1));
            assertEquals(1, bench.registry().size());
            bench.sweepFor(Duration.ofMillis(1));
            assertEquals(0, bench.registry().size());
            assertTrue(open(first, new FakeSession("1")), "there is room all the same");
            assertEquals(1, bench.registry().size());
        }
    }

    @Test
    void countsNothingThatFailedToOpen() {
        Bench bench = new Bench();
        FakeSession broken = new FakeSession("1");
        broken.breakId();
        assertThrows(IllegalStateException.class, () -> open(bench, broken, "a"));
        assertEquals(0, bench.registry().size());
        assertEquals(0, bench.registry().size("a"));
    }

    @Test
    void closesAllWith1001() {
        Bench bench = new Bench();
        List<FakeSession> sessions =
                IntStream.range(0, 5).mapToObj(i -> new FakeSession("s" + i)).toList();
        sessions.forEach(session -> {
            Connection connection = open(bench, session, "a").orElseThrow();
            session.onClose(connection::gone);
        });
        bench.registry().closeAll();
        sessions.forEach(session -> assertEquals(List.of("close 1001 server stops"), session.drain()));
        assertTrue(bench.registry().awaitEmpty(Duration.ofSeconds(1)));
        assertEquals(0, bench.registry().size());
    }

    @Test
    void takesNoDeliveryFromAConnectionThatEndsBeforeAllAreClosing() {
        // What a connection tells the others when it ends must not be sent to those that end with it.
        Bench bench = new Bench();
        List<Connection> all = new ArrayList<>();
        List<FakeSession> sessions = new ArrayList<>();
        ConnectionListener shouting = new ConnectionListener() {
            @Override
            public void ended() {
                all.forEach(connection -> connection.offer(Outbound.Text.of("one has left")));
            }
        };
        for (int i = 0; i < 5; i++) {
            FakeSession session = new FakeSession("s" + i);
            sessions.add(session);
            all.add(bench.open(session, shouting));
        }
        bench.registry().closeAll();
        sessions.forEach(session -> assertEquals(List.of("close 1001 server stops"), session.drain()));
    }

    @Test
    void refusesWith1001OnceClosed() {
        Bench bench = new Bench();
        bench.registry().closeAll();
        FakeSession late = new FakeSession("late");
        assertTrue(open(bench, late, "a").isEmpty());
        assertEquals(List.of("close 1001 server stops"), late.drain());
        assertEquals(0, bench.registry().size());
    }

    @Test
    void abandonsAllThoughOneCannotBeAborted() {
        Bench bench = new Bench();
        List<ScriptedControl> controls =
                List.of(new ScriptedControl("abort"), new ScriptedControl("abort"), new ScriptedControl("abort"));
        controls.forEach(control -> bench.open(new FakeSession("s"), SILENT, control));
        bench.registry().closeAll();
        bench.registry().abandonAll();
        controls.forEach(control -> assertEquals(List.of("abort"), control.log()));
        assertEquals(0, bench.registry().size());
    }

    @Test
    void sweepsAllThoughOneFails() {
        Bench bench = new Bench();
        FakeSession healthy = new FakeSession("healthy");
        ConnectionListener failing = new ConnectionListener() {
            @Override
            public void sent(Outbound message) {
                throw new IllegalStateException("planted");
            }
        };
        List<FakeSession> all = List.of(new FakeSession("a"), healthy, new FakeSession("b"));
        bench.open(all.get(0), failing);
        bench.open(healthy, SILENT);
        bench.open(all.get(2), failing);
        bench.sweepFor(Duration.ofSeconds(20));
        all.forEach(session ->
                assertTrue(session.drain().get(0).startsWith("ping "), "what its listener throws ends but itself"));
    }

    @Test
    void waitsForTheLastToGo() throws InterruptedException {
        Bench bench = new Bench();
        Connection connection =
                open(bench, new FakeSession("1").sends(Sends.LATER), "a").orElseThrow();
        CountDownLatch waiting = new CountDownLatch(1);
        List<Boolean> empty = new ArrayList<>();
        Thread waiter = new Thread(() -> {
            waiting.countDown();
            empty.add(bench.registry().awaitEmpty(Duration.ofSeconds(30)));
        });
        waiter.start();
        waiting.await();
        connection.gone();
        waiter.join();
        assertEquals(List.of(true), empty);
    }

    @Test
    void doesNotWaitWithoutPatience() {
        Bench bench = new Bench();
        open(bench, new FakeSession("1"), "a");
        assertFalse(bench.registry().awaitEmpty(Duration.ZERO));
    }

    @Test
    void keepsCountsRightUnderContention() throws InterruptedException {
        Bench bench = new Bench(Bench.settings(50, 3, 1));
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        open(bench, new FakeSession(t + "-" + i), "address " + i % 2)
                                .ifPresent(Connection::gone);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, bench.registry().size());
        assertEquals(0, bench.registry().size("address 0"));
        assertEquals(0, bench.registry().size("address 1"));
    }
}
