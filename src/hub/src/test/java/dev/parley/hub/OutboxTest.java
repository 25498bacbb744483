package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ScriptedTransport.Step;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxTest extends OutboxFixture {
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
        void hasOneSendInFlightAlsoIfTheNextIsOfferedDuringTheCompletion() {
            Outbox outbox = outbox(WIDE, Step.LATER);
            outbox.offer(text("a"));
            onSent = () -> {
                onSent = () -> {};
                outbox.offer(text("b"));
            };
            transport.complete();
            assertSent("a b");
            outbox.offer(text("c"));
            assertSent("");
            transport.complete();
            assertSent("c");
            transport.complete();
            assertJournal("sent a, sent b, sent c");
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
                if (journal.size() % 10_000 == 0) { // walking the stack takes long
                    depths.add(StackWalker.getInstance().walk(Stream::count));
                }
                if (first == Step.INLINE && journal.size() < count) {
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
            assertEquals(1, depths.stream().distinct().count(), "depths " + depths);
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
