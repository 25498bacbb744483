package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ScriptedTransport.Step;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxTest {
    private static final int ONE = 1 + Outbound.OVERHEAD; // size of each message of the tests that is one letter
    private static final Outbox.Bounds WIDE = new Outbox.Bounds(1_000_000_000, 1_000_000, 0);
    private static final Outbound.Close BYE = new Outbound.Close(1000, "bye");

    private ScriptedTransport transport = new ScriptedTransport(Step.LATER);
    private final List<String> journal = new ArrayList<>();
    private Runnable onSent = () -> {};
    private Runnable onReady = () -> {};
    private long now;

    private Outbox outbox(Outbox.Bounds bounds, Step... script) {
        transport = new ScriptedTransport(script);
        return new Outbox(transport, bounds, () -> now, new Outbox.Listener() {
            @Override
            public void sent(Outbound message) {
                journal.add("sent " + name(message));
                onSent.run();
            }

            @Override
            public void ready() {
                journal.add("ready");
                onReady.run();
            }

            @Override
            public void failed(Throwable cause) {
                journal.add("failed " + cause.getMessage());
            }
        });
    }

    private static Outbound text(String text) {
        return Outbound.Text.of(text);
    }

    private static String name(Outbound message) {
        return message instanceof Outbound.Text text
                ? text.text()
                : message.getClass().getSimpleName();
    }

    private void assertSent(String names) {
        assertEquals(
                names,
                String.join(
                        " ", transport.takeSent().stream().map(OutboxTest::name).toList()));
    }

    private void assertJournal(String events) {
        assertEquals(events, String.join(", ", journal));
        journal.clear();
    }

    @AfterEach
    void leavesNothingUnsaid() {
        assertSent("");
        assertJournal("");
        assertFalse(transport.inFlight());
    }

    @Nested
    class Sending {
        /** What becomes of {@code a} and {@code b}, offered while nothing is in flight, if {@code a} ends so. */
        record Ending(Step step, String sent, String journal) {
            @Override
            public String toString() {
                return step.name();
            }
        }

        static Stream<Ending> endings() {
            return Stream.of(
                    new Ending(Step.INLINE, "a b", "sent a, sent b"),
                    new Ending(Step.INLINE_TWICE, "a b", "sent a, sent b"),
                    new Ending(Step.FAIL, "a", "failed broken"),
                    new Ending(Step.THROW, "a", "failed broken"),
                    new Ending(Step.THROW_ERROR, "a", "failed undeployed"),
                    new Ending(Step.FAIL_AND_THROW, "a", "failed broken"),
                    new Ending(Step.INLINE_AND_THROW, "a", "sent a, failed broken"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("endings")
        void countsTheFirstCompletionOfASend(Ending ending) {
            Outbox outbox = outbox(WIDE, ending.step(), Step.INLINE);
            outbox.offer(text("a"));
            boolean broken = ending.journal().contains("failed");
            assertEquals(!broken, outbox.offer(text("b")));
            assertSent(ending.sent());
            assertJournal(ending.journal());
            assertEquals(0, outbox.bytes());
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("endings")
        void dropsWhatWaitsBehindASendThatFails(Ending ending) {
            Outbox outbox = outbox(WIDE, Step.LATER, ending.step(), Step.INLINE);
            outbox.offer(text("x"));
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            transport.complete();
            assertSent("x " + ending.sent());
            assertJournal("sent x, " + ending.journal());
            assertEquals(0, outbox.bytes());
        }

        @Test
        void hasOneSendInFlight() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            outbox.offer(text("c"));
            assertSent("a");
            assertEquals(3 * ONE, outbox.bytes());
            transport.complete();
            assertJournal("sent a");
            assertSent("b");
            assertEquals(2 * ONE, outbox.bytes());
            transport.complete();
            transport.complete();
            assertSent("c");
            assertJournal("sent b, sent c");
            assertEquals(0, outbox.bytes());
        }

        @Test
        void takesTheFirstOfTwoCompletionsThatComeLater() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            Transport.Completion first = transport.complete();
            first.completed(Optional.empty());
            first.completed(Optional.of(ScriptedTransport.broken()));
            assertSent("a b");
            assertJournal("sent a");
            assertEquals(ONE, outbox.bytes());
            transport.fail().completed(Optional.empty());
            assertJournal("failed broken");
            assertEquals(0, outbox.bytes());
        }

        @Test
        void sendsRepliesFirstAndThoseInOrderWithTheData() {
            Outbox outbox = outbox(WIDE, Step.LATER, Step.INLINE);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            outbox.replyInOrder(text("c"));
            outbox.offer(text("d"));
            outbox.reply(text("e"));
            outbox.reply(text("f"));
            transport.complete();
            assertSent("a e f b c d");
            assertJournal("sent a, sent e, sent f, sent b, sent c, sent d");
        }

        @ParameterizedTest
        @CsvSource({"LATER", "INLINE"})
        void sendsAHundredThousandInlineOnOneLevelOfStack(Step first) {
            int count = 100_000;
            Outbox outbox = outbox(WIDE, first, Step.INLINE);
            List<Long> depths = new ArrayList<>();
            onSent = () -> {
                depths.add(StackWalker.getInstance().walk(Stream::count));
                if (first == Step.INLINE && depths.size() < count) {
                    outbox.offer(text("a")); // as a subscription does that reads on
                }
            };
            outbox.offer(text("a"));
            if (first == Step.LATER) {
                for (int i = 1; i < count; i++) {
                    outbox.offer(text("a"));
                }
                transport.complete();
            }
            assertEquals(count, depths.size());
            assertEquals(depths.get(1), depths.get(count - 1));
            assertEquals(count, transport.takeSent().size());
            assertEquals(count, journal.size());
            assertEquals(0, outbox.bytes());
            journal.clear();
        }

        @ParameterizedTest
        @EnumSource(
                value = Step.class,
                names = {"LATER", "INLINE"})
        void survivesAListenerThatThrows(Step step) {
            Outbox outbox = outbox(WIDE, step, Step.INLINE);
            onSent = () -> {
                onSent = () -> {};
                throw ScriptedTransport.broken();
            };
            outbox.offer(text("a"));
            if (step == Step.LATER) { // who completes gets it, and what waits is sent
                outbox.offer(text("b"));
                assertThrows(IllegalStateException.class, transport::complete);
                assertSent("a b");
                assertJournal("sent a, sent b");
                assertTrue(outbox.offer(text("c")));
                assertSent("c");
                assertJournal("sent c");
            } else { // it came out of the send
                assertSent("a");
                assertJournal("sent a, failed broken");
                assertFalse(outbox.offer(text("b")));
            }
            assertEquals(0, outbox.bytes());
        }
    }

    @Nested
    class Bounded {
        /**
         * One message in flight, some that wait, and one more.
         *
         * @param first length of the first, in bytes with its overhead
         * @param waiting messages of 100 bytes that wait behind it
         * @param more bytes of one more
         */
        record Load(String name, int first, int waiting, int more, boolean asData, boolean asReply) {
            @Override
            public String toString() {
                return name;
            }
        }

        static Stream<Load> loads() { // 1000 bytes or 8 messages; in reserve 300 bytes, 16 messages
            return Stream.of(
                    new Load("little", 100, 0, 100, true, true),
                    new Load("just the bytes", 500, 2, 300, true, true),
                    new Load("a byte more", 500, 2, 301, false, true),
                    new Load("just the reserve", 500, 2, 600, false, true),
                    new Load("a byte more than the reserve", 500, 2, 601, false, false),
                    new Load("one message less than the bound", 100, 6, 100, true, true),
                    new Load("as many messages as the bound", 100, 7, 100, false, true),
                    new Load("a first that is bigger than all", 5000, 0, 100, false, true),
                    new Load("a reply of the whole reserve behind it", 5000, 0, 300, false, true),
                    new Load("a byte more behind it", 5000, 0, 301, false, false));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("loads")
        void takesWhatFits(Load load) {
            assertEquals(load.asData(), loaded(load).offer(sized(load.more())));
            flush();
            assertEquals(load.asReply(), loaded(load).reply(sized(load.more())));
            flush();
            assertEquals(load.asReply(), loaded(load).replyInOrder(sized(load.more())));
            flush();
        }

        private Outbox loaded(Load load) {
            Outbox outbox = outbox(new Outbox.Bounds(1000, 8, 300), Step.LATER);
            assertTrue(outbox.offer(sized(load.first())));
            for (int i = 0; i < load.waiting(); i++) {
                assertTrue(outbox.offer(sized(100)));
            }
            return outbox;
        }

        private void flush() {
            while (transport.inFlight()) {
                transport.complete();
            }
            transport.takeSent();
            journal.clear();
        }

        @Test
        void takesRepliesUpToTheirNumberInReserve() {
            Outbox outbox = outbox(new Outbox.Bounds(1_000_000, 8, 1000), Step.LATER);
            int taken = 0;
            while (outbox.reply(text("r"))) {
                taken++;
            }
            assertEquals(8 + 16, taken);
            flush();
        }

        @Test
        void keepsTheUsualReserveOnceABigMessageHasLeft() {
            Outbox outbox = outbox(new Outbox.Bounds(1000, 8, 300), Step.LATER);
            outbox.offer(sized(5000));
            outbox.reply(sized(100));
            transport.complete();
            assertTrue(outbox.reply(sized(1200)));
            assertFalse(outbox.reply(sized(1)));
            flush();
        }

        @ParameterizedTest
        @CsvSource({"0, 1, 0", "1, 0, 0", "1, 1, -1", "-5, 5, 5"})
        void refusesBoundsThatHoldNothing(long bytes, int messages, long reserve) {
            assertThrows(IllegalArgumentException.class, () -> new Outbox.Bounds(bytes, messages, reserve));
        }

        /** {@code size} bytes with the overhead. */
        private static Outbound sized(int size) {
            return new Outbound.Text("m", size);
        }

        @Test
        void accountsForAPingThatItsTransportHasRead() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            Outbound.Ping ping = new Outbound.Ping(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            outbox.reply(ping);
            assertEquals(3 + Outbound.OVERHEAD, outbox.bytes());
            ping.payload().get();
            transport.complete();
            assertEquals(0, outbox.bytes());
            assertSent("Ping");
            assertJournal("sent Ping");
        }
    }

    @Nested
    class Ready {
        @Test
        void comesWhenHalfIsFreeAfterARefusal() {
            Outbox outbox = outbox(new Outbox.Bounds(4 * ONE, 100, 0), Step.LATER);
            "abcd".chars().forEach(c -> assertTrue(outbox.offer(text(Character.toString(c)))));
            assertFalse(outbox.offer(text("e")));
            assertFalse(outbox.offer(text("e")));
            transport.complete();
            assertJournal("sent a");
            transport.complete();
            assertJournal("sent b, ready");
            transport.complete();
            transport.complete();
            assertJournal("sent c, sent d");
            assertSent("a b c d");
        }

        @Test
        void comesWhenHalfIsFreeAfterSomebodySawItFull() {
            Outbox outbox = outbox(new Outbox.Bounds(1_000_000, 2, 0), Step.LATER);
            outbox.offer(text("a"));
            assertFalse(outbox.isFull());
            outbox.offer(text("b"));
            assertTrue(outbox.isFull());
            transport.complete();
            assertFalse(outbox.isFull());
            transport.complete();
            assertSent("a b");
            assertJournal("sent a, ready, sent b");
        }

        @Test
        void doesNotComeUnasked() {
            Outbox outbox = outbox(new Outbox.Bounds(2 * ONE, 2, 0), Step.LATER);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            transport.complete();
            transport.complete();
            assertSent("a b");
            assertJournal("sent a, sent b");
        }

        @Test
        void comesAfterAnyRefusalSoonerOrLater() {
            for (int messages = 1; messages <= 3; messages++) {
                Outbox outbox = outbox(new Outbox.Bounds(1, messages, 0), Step.LATER); // each message exceeds the bytes
                outbox.offer(text("a"));
                assertFalse(outbox.offer(text("b")));
                transport.complete();
                assertSent("a");
                assertJournal("sent a, ready");
            }
        }

        @Test
        void mayOfferMore() {
            Outbox outbox = outbox(new Outbox.Bounds(1_000_000, 1, 0), Step.LATER, Step.INLINE);
            outbox.offer(text("a"));
            assertFalse(outbox.offer(text("b")));
            onReady = () -> outbox.offer(text("b"));
            transport.complete();
            assertSent("a b");
            assertJournal("sent a, ready, sent b");
        }

        @Test
        void comesForAReaderThatWaitsWhileItCloses() {
            Outbox outbox = outbox(new Outbox.Bounds(1_000_000, 2, 0), Step.LATER);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            assertTrue(outbox.isFull());
            outbox.close(BYE);
            assertFalse(outbox.isFull());
            transport.complete();
            transport.complete();
            assertSent("a Close");
            assertJournal("sent a, ready, sent Close");
        }

        @Test
        void doesNotComeAfterTheEnd() {
            Outbox outbox = outbox(new Outbox.Bounds(1_000_000, 1, 0), Step.LATER);
            outbox.offer(text("a"));
            assertFalse(outbox.offer(text("b")));
            outbox.discard();
            transport.complete();
            assertSent("a");
            assertJournal("sent a");
        }
    }

    @Nested
    class Closing {
        @Test
        void dropsDataAndSendsRepliesThenTheClose() {
            Outbox outbox = outbox(WIDE, Step.LATER, Step.INLINE);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            outbox.reply(text("r"));
            outbox.offer(text("c"));
            outbox.reply(text("s"));
            outbox.close(BYE);
            assertEquals(ONE + 2 * ONE + Outbound.OVERHEAD, outbox.bytes());
            outbox.close(new Outbound.Close(1011, "twice"));
            assertFalse(outbox.offer(text("d")));
            assertFalse(outbox.reply(text("t")));
            assertFalse(outbox.replyInOrder(text("u")));
            assertFalse(outbox.isFull());
            transport.complete();
            assertSent("a r s Close");
            assertJournal("sent a, sent r, sent s, sent Close");
            assertEquals(0, outbox.bytes());
        }

        @Test
        void sendsTheCloseAtOnceWhenNothingIsInFlight() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.close(BYE);
            assertSent("Close");
            transport.complete();
            assertJournal("sent Close");
        }

        @Test
        void sendsNothingAfterADiscard() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            outbox.reply(text("r"));
            outbox.discard();
            assertEquals(ONE, outbox.bytes()); // the transport holds it still
            outbox.close(BYE);
            assertFalse(outbox.offer(text("c")));
            assertSent("a");
            transport.fail();
            assertEquals(0, outbox.bytes());
        } // and a failure is no news

        @Test
        void sendsNothingAfterADiscardThatFollowsTheClose() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.offer(text("a"));
            outbox.close(BYE);
            outbox.discard();
            transport.complete();
            assertSent("a");
            assertJournal("sent a");
            assertEquals(0, outbox.bytes());
        }
    }

    @Nested
    class Stalled {
        @Test
        void isTheTimeOfTheSendInFlight() {
            now = Long.MAX_VALUE - 5; // nanoTime is any long
            Outbox outbox = outbox(WIDE, Step.LATER);
            assertEquals(0, outbox.stalledNanos(now + 100));
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            assertEquals(0, outbox.stalledNanos(now - 1)); // read before the send began
            assertEquals(100, outbox.stalledNanos(now + 100));
            now += 30;
            transport.complete();
            assertEquals(0, outbox.stalledNanos(now));
            assertEquals(7, outbox.stalledNanos(now + 7));
            transport.complete();
            assertEquals(0, outbox.stalledNanos(now + 1000));
            assertSent("a b");
            assertJournal("sent a, sent b");
        }

        @Test
        void isNothingAfterAFailure() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.offer(text("a"));
            outbox.offer(text("b"));
            transport.fail();
            assertEquals(0, outbox.stalledNanos(now + 1000));
            assertSent("a");
            assertJournal("failed broken");
        }
    }
}
