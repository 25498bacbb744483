package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ScriptedTransport.Step;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxBoundsTest extends OutboxFixture {
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
}
