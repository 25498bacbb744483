package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Outbound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionTest extends ConnectionFixture {
    @Nested
    class Opening {
        @Test
        void takesTheIdleTimeoutFromTheContainer() {
            bench.open(session, listener);
            assertEquals(-1, session.idleTimeout());
        }

        @Test
        void leavesTheWriteDeadlineToTheSweepAndTheContainersForLater() {
            bench.open(session, listener);
            assertTrue(session.sendTimeout() > 10_000, "container's send timeout of " + session.sendTimeout() + " ms");
        }

        @Test
        void boundsTheTimeThatTomcatBlocksInAClose() {
            bench.open(session, listener);
            assertEquals(3000L, session.userProperties().get("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT"));
        }

        @Test
        void letsTomcatBlockInADirectSendForAsLongAsInAnyWriteAndInTheCloseForLess() {
            Connection connection = bench.open(session, listener, new Profile("/hub", Bench.PROFILE.outbox(), true));
            assertEquals(10_000L, session.userProperties().get("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT"));
            connection.disconnect(Disconnect.GOING_AWAY);
            assertEquals(3000L, session.userProperties().get("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT"));
        }

        @Test
        void sendsNothing() {
            bench.open(session, listener);
            assertEquals(List.of(), session.drain());
            assertEquals(List.of(), listener.log());
        }
    }

    @Nested
    class Sending {
        @Test
        void sendsTextAndBinaryAtOnceAndInOrder() {
            Connection connection = bench.open(session, listener);
            connection.reply(text("a"));
            assertTrue(connection.offer(text("b")));
            connection.replyInOrder(Outbound.Binary.of(ByteBuffer.wrap(new byte[] {1, 2})));
            assertEquals(List.of("text a", "text b", "binary 0102"), session.drain());
        }

        @Test
        void hasOneSendInFlight() {
            session.sends(Sends.LATER);
            Connection connection = bench.open(session, listener);
            connection.reply(text("a"));
            connection.reply(text("b"));
            assertEquals(List.of("text a"), session.drain());
            session.complete();
            assertEquals(List.of("text b"), session.drain());
            session.complete();
            assertEquals(0, session.underWay());
        }

        @Test
        void survivesTenThousandInlineCompletions() {
            session.sends(Sends.LATER);
            Profile wide = new Profile("/test", new dev.parley.hub.Outbox.Bounds(10_000_000, 20_000, 0));
            Connection connection = bench.open(session, listener, wide);
            IntStream.range(0, 10_000).forEach(i -> connection.reply(text("m" + i)));
            session.sends(Sends.INLINE);
            session.complete();
            assertEquals(IntStream.range(0, 10_000).mapToObj(i -> "text m" + i).toList(), session.drain());
        }

        @Test
        void dropsAPeerThatAsksForMoreThanItReads() {
            session.sends(Sends.LATER);
            Connection connection = bench.open(session, listener);
            IntStream.range(0, 40).forEach(i -> connection.reply(text("m" + i)));
            assertEquals(List.of("text m0", "close 4501 does not read"), session.drain());
            assertEquals(List.of("ended", "gone"), listener.log());
        }

        @Test
        void refusesDataBeyondTheBoundsAndTellsWhenThereIsRoom() {
            session.sends(Sends.LATER);
            Connection connection = bench.open(session, listener);
            for (int i = 0; i < 10; i++) {
                assertTrue(connection.offer(text("m")));
            }
            assertFalse(connection.offer(text("m")));
            IntStream.range(0, 5).forEach(i -> session.complete());
            assertEquals(List.of("ready"), listener.log());
            assertFalse(connection.isOver());
        }

        @ParameterizedTest
        @EnumSource(names = {"FAIL", "THROW"})
        void endsOnAFailedSend(Sends how) {
            session.sends(how);
            Connection connection = bench.open(session, listener);
            connection.reply(text("a"));
            connection.reply(text("b"));
            assertTrue(connection.isOver());
            assertEquals(List.of("text a", "close 1001 server stops"), session.drain());
            connection.gone();
            assertGone();
        }

        @Test
        void endsOnAFailedPing() {
            session.sends(Sends.FAIL);
            bench.open(session, listener);
            bench.sweepFor(Duration.ofSeconds(20));
            assertEquals(List.of("ended", "gone"), listener.log());
            bench.sweepFor(Duration.ofSeconds(3));
            assertGone();
        }
    }

    @Nested
    class Ending {
        @Test
        void closesAfterTheRepliesThatWait() {
            session.sends(Sends.LATER);
            Connection connection = bench.open(session, listener);
            connection.reply(text("a"));
            connection.reply(text("b"));
            connection.disconnect(Disconnect.MESSAGE_TOO_BIG, "too big");
            assertEquals(List.of("ended"), listener.log());
            session.complete();
            session.complete();
            assertEquals(List.of("text a", "text b", "close 1009 too big"), session.drain());
            connection.gone();
            assertGone();
        }

        @Test
        void takesNothingAfterTheClose() {
            Connection connection = bench.open(session, listener);
            connection.disconnect(Disconnect.NORMAL);
            connection.reply(text("a"));
            assertFalse(connection.offer(text("b")));
            assertEquals(List.of("close 1000 done"), session.drain());
        }

        @Test
        void closesOnceWhateverComesLater() {
            Connection connection = bench.open(session, listener);
            connection.disconnect(Disconnect.NORMAL);
            connection.disconnect(Disconnect.GOING_AWAY);
            assertEquals(List.of("close 1000 done"), session.drain());
        }

        @Test
        void cutsALongReason() {
            Connection connection = bench.open(session, listener);
            connection.disconnect(Disconnect.NORMAL, "é".repeat(100));
            assertEquals(List.of("close 1000 " + "é".repeat(61)), session.drain());
        }

        @Test
        void isQuietIfTheContainerThrowsInTheClose() {
            session.closeThrows();
            Connection connection = bench.open(session, listener);
            connection.disconnect(Disconnect.NORMAL);
            connection.gone();
            assertGone();
        }

        @Test
        void isGoneWhenTheContainerClosesOnTheStackOfTheClose() {
            Connection connection = bench.open(session, listener);
            session.onClose(connection::gone);
            connection.disconnect(Disconnect.NORMAL);
            assertGone();
        }

        @Test
        void isGoneOnceHoweverOftenTheContainerSaysSo() {
            Connection connection = bench.open(session, listener);
            connection.gone();
            connection.gone();
            assertGone();
        }

        @Test
        void tellsThatNothingWaitsOnlyWhenNothingDoes() {
            session.sends(Sends.LATER);
            Connection connection = bench.open(session, listener);
            connection.reply(text("a"));
            connection.disconnect(Disconnect.NORMAL);
            assertEquals(List.of("ended"), listener.log());
            connection.gone();
            assertGone();
        }

        static Stream<Long> seeds() {
            return IntStream.range(0, 60).mapToObj(i -> (long) i);
        }

        @ParameterizedTest
        @MethodSource("seeds")
        void tellsTheEndOnceInEveryInterleaving(long seed) {
            session.sends(Sends.LATER);
            bench.workersWait();
            Connection connection = bench.open(session, listener);
            connection.reply(text("a"));
            List<Runnable> events = new ArrayList<>(List.of(
                    () -> connection.disconnect(Disconnect.NORMAL),
                    () -> connection.disconnect(Disconnect.MESSAGE_TOO_BIG),
                    connection::gone,
                    () -> session.fail(new IOException("reset")),
                    () -> bench.registry().closeAll(),
                    () -> bench.sweepFor(Duration.ofSeconds(40)),
                    () -> connection.reply(text("b")),
                    () -> bench.registry().abandonAll(),
                    bench::work,
                    bench::work));
            Collections.shuffle(events, new Random(seed));
            events.forEach(Runnable::run);
            bench.sweepFor(Duration.ofSeconds(10));
            bench.work();
            assertGone();
        }

        @Test
        void tellsTheEndOnceToManyThreads() throws InterruptedException {
            for (int round = 0; round < 2_000; round++) {
                RecordingListener each = new RecordingListener();
                Connection connection = bench.open(new FakeSession("s" + round), each);
                Thread one = new Thread(connection::gone);
                Thread two = new Thread(() -> connection.disconnect(Disconnect.NORMAL));
                one.start();
                two.start();
                connection.gone();
                one.join();
                two.join();
                assertEquals(List.of("ended", "gone"), each.log());
            }
        }
    }

    @Nested
    class HoldingBack {
        private Connection full(ScriptedControl control) {
            session.sends(Sends.LATER);
            Connection connection = bench.open(session, listener, control);
            IntStream.range(0, 10).forEach(i -> connection.reply(text("m" + i)));
            connection.holdBack();
            return connection;
        }

        @Test
        void takesASendForLifeWhileThePeerIsNotRead() {
            ScriptedControl control = new ScriptedControl();
            Connection connection = full(control);
            for (int i = 0; i < 4; i++) {
                bench.sweepFor(Duration.ofSeconds(9));
                session.complete();
            }
            bench.sweepFor(Duration.ofSeconds(9));
            assertFalse(connection.isOver());
            assertEquals(List.of("pause"), control.log());
        }

        @Test
        void readsOnWhenHalfHasLeft() {
            ScriptedControl control = new ScriptedControl();
            full(control);
            IntStream.range(0, 5).forEach(i -> session.complete());
            assertEquals(List.of("pause", "resume"), control.log());
            assertEquals(List.of("ready"), listener.log());
        }

        @Test
        void tellsTheEndThoughReadingCannotBeResumed() {
            Connection connection = full(new ScriptedControl("resume"));
            connection.gone();
            assertGone();
        }

        @Test
        void sendsOnThoughReadingCannotBeResumed() {
            full(new ScriptedControl("resume"));
            IntStream.range(0, 10).forEach(i -> session.complete());
            assertEquals(10, session.drain().size());
            assertEquals(List.of("ready"), listener.log());
        }

        @Test
        void endsTheHoldWithTheConnection() {
            ScriptedControl control = new ScriptedControl();
            Connection connection = full(control);
            connection.disconnect(Disconnect.NORMAL);
            connection.gone();
            assertEquals(List.of("pause", "resume"), control.log());
            assertGone();
        }
    }

    @Test
    void frozenPeersDoNotDelayThePingsOfOthers() {
        // The closers have work that never ends; the workers are free.
        List<Runnable> stuck = new ArrayList<>();
        ConnectionRegistry registry = new ConnectionRegistry(
                Bench.settings(10, 10, 1), Runnable::run, stuck::add, () -> 0, new Random(1), ConnectionEvents.NONE);
        FakeSession frozen = new FakeSession("frozen").sends(Sends.FAIL);
        Connection gone = registry.open(
                        frozen.session(),
                        Bench.handshake("192.0.2.1", java.util.Optional.empty()),
                        Bench.PROFILE,
                        listener)
                .orElseThrow();
        gone.reply(text("a"));
        assertEquals(List.of("text a"), frozen.drain());
        assertEquals(1, stuck.size());
    }
}
