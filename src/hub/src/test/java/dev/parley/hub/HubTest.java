package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Hub.Accepted;
import dev.parley.hub.Hub.Limits;
import dev.parley.hub.Hub.Rejected;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubTest {
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int KEPT = 20;

    private final Inbox inbox = new Inbox(Inbox.WIDE);
    private long millis = 1_000_000;
    private final Hub hub = hub(new Limits(3, 2, KEPT, 1_000_000, 1_000_000, IDLE));

    private Hub hub(Limits limits) {
        return new Hub(limits, () -> Instant.ofEpochMilli(millis), new Random(1), task -> {
            throw new AssertionError("nothing here takes long");
        });
    }

    @AfterEach
    void leavesNothingUnsaid() {
        assertEquals("", inbox.take());
        assertEquals(List.of(), inbox.failures());
    }

    private Accepted enter(String channel, String member) {
        return (Accepted) hub.subscribe(channel, member, member, KEPT, delivery -> true);
    }

    private HubError refusal(String channel, String member, String key) {
        return ((Rejected) hub.subscribe(channel, member, key, 0, inbox)).error();
    }

    @Nested
    class Joining {
        @Test
        void makesTheChannelAndTellsWhereItStands() {
            assertEquals(0, hub.channels());
            Accepted ann = enter("a", "ann");
            assertEquals(1, hub.channels());
            assertEquals(0, ann.position().offset());
            assertEquals(List.of("ann"), ann.members());
            assertEquals(List.of(), ann.history());
            assertEquals("ann", ann.subscription().member());
        }

        @Test
        void tellsWhoIsThereInOrderOfJoining() {
            enter("a", "zoe");
            assertEquals(List.of("zoe", "ann"), enter("a", "ann").members());
        }

        @Test
        void continuesWhereTheHistoryEnds() {
            Accepted ann = enter("a", "ann");
            ann.subscription().start();
            say(ann, 3);
            Accepted bob = (Accepted) hub.subscribe("a", "bob", "bob", 2, inbox);
            say(ann, 2);
            assertEquals(new StreamPosition(ann.position().epoch(), 3), bob.position());
            assertEquals(List.of(2L, 3L), offsets(bob.history()));
            bob.subscription().start();
            assertEquals("4..5", inbox.take());
        }

        @ParameterizedTest(name = "of {0} said, with {1} asked for, {2} to {3}")
        @CsvSource({
            "0, 5, 1, 0",
            "3, 0, 1, 0",
            "3, 1, 3, 3",
            "3, 3, 1, 3",
            "3, 9, 1, 3",
            "50, 5, 46, 50",
            "50, 99, 31, 50"
        })
        void returnsTheLastPublications(int said, int asked, long from, long to) {
            say(enter("a", "ann"), said);
            Accepted bob = (Accepted) hub.subscribe("a", "bob", "bob", asked, inbox);
            assertEquals(LongStream.rangeClosed(from, to).boxed().toList(), offsets(bob.history()));
        }

        @Test
        void refusesANegativeHistoryAndMakesNothing() {
            assertThrows(IllegalArgumentException.class, () -> hub.subscribe("a", "ann", "ann", -1, inbox));
            assertEquals(0, hub.channels());
        }

        @Test
        void givesAPublicationItsSenderItsIdAndItsTime() {
            Accepted ann = (Accepted) hub.subscribe("a", "Ann", "ann", 0, inbox);
            Publication said = published(ann, Optional.of("7"), "\"hi\"");
            assertEquals(new Publication(1, Optional.of("7"), millis, "Ann", "\"hi\""), said);
            assertEquals(List.of(said), enter("a", "bob").history());
        }
    }

    @Nested
    class Refusing {
        @Test
        void aNameThatIsTakenAsLongAsItIs() {
            Accepted ann = enter("a", "ann");
            assertEquals(HubError.NAME_TAKEN, refusal("a", "ANN", "ann"));
            enter("b", "ann");
            ann.subscription().close();
            assertEquals(List.of("ann"), enter("a", "ann").members());
        }

        @Test
        void aMemberMoreThanAChannelMayHave() {
            enter("a", "ann");
            Accepted bob = enter("a", "bob");
            assertEquals(HubError.CHANNEL_FULL, refusal("a", "cat", "cat"));
            bob.subscription().close();
            assertEquals(List.of("ann", "cat"), enter("a", "cat").members());
        }

        @Test
        void aChannelMoreThanThereMayBe() {
            enter("a", "ann");
            enter("b", "ann");
            Accepted last = enter("c", "ann");
            assertEquals(HubError.TOO_MANY_CHANNELS, refusal("d", "ann", "ann"));
            enter("c", "bob");
            last.subscription().close();
            assertEquals(HubError.TOO_MANY_CHANNELS, refusal("d", "ann", "ann"));
            assertEquals(3, hub.channels());
        }

        @ParameterizedTest
        @CsvSource({
            "0, 1, 1, 1, 1, 0",
            "1, 0, 1, 1, 1, 0",
            "1, 1, 0, 1, 1, 0",
            "1, 1, 1, 0, 1, 0",
            "1, 1, 1, 1, 0, 0",
            "1, 1, 1, 1, 1, -1"
        })
        void limitsThatHoldNothing(int channels, int members, int messages, long bytes, long memory, int idle) {
            Duration time = Duration.ofSeconds(idle);
            assertThrows(
                    IllegalArgumentException.class, () -> new Limits(channels, members, messages, bytes, memory, time));
        }
    }

    @Nested
    class Memory {
        private final Hub small = hub(new Limits(10, 10, 1_000, 1_000_000, 20_000, IDLE));

        private Accepted join(String channel) {
            return (Accepted) small.subscribe(channel, "ann", "ann", 1_000, delivery -> true);
        }

        @Test
        void ofAllLogsTogetherIsBounded() {
            List<Accepted> members =
                    IntStream.range(0, 10).mapToObj(i -> join("channel " + i)).toList();
            for (int i = 0; i < 1_000; i++) {
                for (Accepted member : members) {
                    say(member, 1);
                }
            }
            assertTrue(small.memory() <= 20_000 + 10 * 1_000, small.memory() + " bytes");
        }

        @Test
        void goesToChannelsThatSomebodyFollows() {
            Accepted gone = join("left");
            say(gone, 100);
            gone.subscription().close();
            Accepted here = join("followed");
            say(here, 100);
            assertTrue(small.memory() > 0);
            say(here, 100);
            small.sweep();
            assertTrue(small.memory() <= 20_000, small.memory() + " bytes");
            assertEquals(200, published(here, Optional.empty(), "1").offset() - 1);
        }

        @Test
        void isGivenBackWithTheChannel() {
            Accepted gone = join("left");
            say(gone, 10);
            gone.subscription().close();
            millis += IDLE.toMillis();
            small.sweep();
            assertTrue(small.memory() < 600, small.memory() + " bytes are left");
            millis += Duration.ofDays(31).toMillis();
            small.sweep();
            assertEquals(0, small.memory());
        }
    }

    @Nested
    class Retiring {
        @Test
        void forgetsMessagesOfADayAgoThoughTheChannelIsUsed() {
            Accepted ann = enter("a", "ann");
            say(ann, 3);
            hub.sweep();
            hub.sweep(); // what is kept ready for readers is forgotten
            millis += Duration.ofDays(1).toMillis();
            hub.sweep();
            Accepted bob = enter("a", "bob");
            assertEquals(3, bob.history().size());
            bob.subscription().close();
            millis++;
            hub.sweep();
            assertEquals(List.of(), enter("a", "cat").history());
        }

        @Test
        void forgetsAChannelThatHasLongBeenEmpty() {
            Accepted ann = enter("a", "ann");
            say(ann, 3);
            millis += 10 * IDLE.toMillis();
            hub.sweep(); // it is not empty
            ann.subscription().close();
            millis += IDLE.toMillis() - 1;
            hub.sweep();
            assertEquals(3, enter("a", "bob").position().offset());
            assertEquals(1, hub.channels());
        }

        @Test
        void goesOnInItsEpochThenWithoutItsMessages() {
            Accepted ann = enter("a", "ann");
            say(ann, 3);
            ann.subscription().close();
            millis += IDLE.toMillis();
            hub.sweep();
            assertEquals(0, hub.channels());
            Accepted again = enter("a", "ann");
            assertEquals(3, again.position().offset());
            assertEquals(ann.position().epoch(), again.position().epoch());
            assertEquals(List.of(), again.history());
            assertFalse(ann.subscription().publish(Optional.empty(), "1", appended -> {}));
        }

        @Test
        void countsFromTheLastLeaving() {
            enter("a", "ann").subscription().close();
            millis += IDLE.toMillis() - 1;
            enter("a", "bob").subscription().close();
            millis += IDLE.toMillis() - 1;
            hub.sweep();
            assertEquals(1, hub.channels());
            millis++;
            hub.sweep();
            assertEquals(0, hub.channels());
        }

        @Test
        void makesRoomForANewChannelBeforeTheTime() {
            enter("a", "ann");
            enter("b", "ann").subscription().close();
            enter("c", "ann");
            millis -= 5000; // the clock is set back
            enter("d", "ann");
            assertEquals(3, hub.channels());
            assertEquals(List.of("ann", "bob"), enter("a", "bob").members());
        }

        @Test
        void endsTypingToo() {
            Accepted ann = (Accepted) hub.subscribe("a", "ann", "ann", 0, inbox);
            ann.subscription().start();
            ann.subscription().typing(true);
            millis += 5999;
            hub.sweep();
            assertEquals("ann types", inbox.take());
            millis += 1;
            hub.sweep();
            assertEquals("ann rests", inbox.take());
        }
    }

    /** Threads that all make channels at once never make more than there may be. */
    @Test
    void keepsItsBoundWhateverTheThreads() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                Hub small = hub(new Limits(2, 2, 1, 1, 1_000_000, IDLE));
                CyclicBarrier barrier = new CyclicBarrier(threads);
                List<Callable<Boolean>> joins = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    String name = Integer.toString(thread);
                    joins.add(() -> {
                        barrier.await(10, TimeUnit.SECONDS);
                        return small.subscribe(name, "m", "m", 0, delivery -> true) instanceof Accepted;
                    });
                }
                int accepted = 0;
                for (Future<Boolean> join : pool.invokeAll(joins)) {
                    accepted += join.get() ? 1 : 0;
                }
                assertEquals(2, small.channels());
                assertTrue(accepted <= 2, accepted + " accepted");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void say(Accepted who, int times) {
        for (int i = 0; i < times; i++) {
            assertTrue(who.subscription().publish(Optional.empty(), "\"x\"", appended -> {}));
        }
    }

    private static List<Long> offsets(List<Publication> publications) {
        return publications.stream().map(Publication::offset).toList();
    }

    private static Publication published(Accepted who, Optional<String> id, String data) {
        AtomicReference<Appended> appended = new AtomicReference<>();
        assertTrue(who.subscription().publish(id, data, appended::set));
        return assertInstanceOf(Appended.New.class, appended.get()).publication();
    }
}
