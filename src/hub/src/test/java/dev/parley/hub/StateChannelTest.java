package dev.parley.hub;

import static dev.parley.hub.Board.unchangedSince;
import static dev.parley.hub.StateChange.delete;
import static dev.parley.hub.StateChange.patch;
import static dev.parley.hub.StateChange.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateChannelTest {
    private final Board board = new Board(Board.SMALL);
    private final StateReader reader = new StateReader(Inbox.WIDE);

    @AfterEach
    void leavesNothingUnsaid() {
        assertEquals("", reader.words());
        assertEquals(0, reader.failures().size());
        assertEquals(0, board.tasks.size());
    }

    private String value(String key) {
        return board.channel.get(key).flatMap(StateEntry::value).orElse("none");
    }

    @Nested
    class Changes {
        @Test
        void giveTheChannelOneVersionEach() {
            assertEquals(new Done(1), board.change(set("a", "1")));
            assertEquals(new Done(2), board.change(set("b", "2")));
            assertEquals(new Done(3), board.change(set("a", "1")));
            assertEquals(new Done(4), board.change(delete("a")));
            board.read(reader);
            assertEquals("snap@4 b=2, live@4", reader.words());
        }

        @Test
        void ofNothingAreNone() {
            assertEquals(new Done(0), board.change(delete("a")));
            board.set("a=1", "-a");
            board.read(reader);
            assertEquals(new Done(2), board.change(delete("a")));
            assertEquals("snap@2, live@2", reader.words());
        }

        @Test
        void byPatchMakeTheValueOnTheServer() {
            board.set("a={\"x\":1,\"y\":2,\"z\":3.00}");
            board.read(reader);
            assertEquals(new Done(2), board.change(patch("a", "{\"x\":null,\"y\":5}")));
            assertEquals("{\"y\":5,\"z\":3.00}", value("a"));
            assertEquals(new Done(3), board.change(patch("b", "{\"x\":null,\"y\":5}")));
            assertEquals("{\"y\":5}", value("b"));
            assertEquals(new Done(4), board.change(patch("b", "[1]")));
            assertEquals("[1]", value("b"));
            reader.take();
        }

        @Test
        void thatAreNoJsonChangeNothing() {
            board.set("a={\"x\":1}");
            assertThrows(IllegalArgumentException.class, () -> board.change(patch("a", "{\"x\"")));
            assertThrows(IllegalArgumentException.class, () -> board.change(set("a", "{\"x\"")));
            assertEquals("{\"x\":1}", value("a"));
            assertEquals(new Done(2), board.change(set("a", "2")));
        }
    }

    @Nested
    class Conditions {
        @Test
        void absentMeansWithoutValue() {
            Condition absent = new Condition.Absent();
            assertEquals(new Done(1), board.change(set("a", "1").when(absent)));
            assertEquals(new Conflict(1), board.change(set("a", "2").when(absent)));
            assertEquals(new Conflict(1), board.change(patch("a", "{}").when(absent)));
            board.set("-a");
            assertEquals(new Done(3), board.change(patch("a", "{}").when(absent)));
            assertEquals("{}", value("a"));
        }

        @Test
        void unchangedMeansTheKeyNotTheChannel() {
            board.set("a=1", "b=1", "b=2");
            assertEquals(new Done(4), board.change(set("a", "2").when(unchangedSince(1))));
            assertEquals(new Conflict(3), board.change(set("b", "3").when(unchangedSince(2))));
            assertEquals(new Done(5), board.change(delete("b").when(unchangedSince(4))));
            assertEquals(new Conflict(5), board.change(set("b", "4").when(unchangedSince(4))));
            assertEquals(new Done(6), board.change(set("b", "4").when(unchangedSince(5))));
            assertEquals(new Done(7), board.change(set("c", "1").when(unchangedSince(0))));
        }

        /** Only one of those who read the same wins. */
        @Test
        void letOneOfTwoWin() {
            board.set("a=1");
            assertEquals(new Done(2), board.change(set("a", "2").when(unchangedSince(1))));
            assertEquals(new Conflict(2), board.change(set("a", "3").when(unchangedSince(1))));
            assertEquals("2", value("a"));
        }

        @Test
        void areNotMetByWhatIsForgotten() {
            board.set("a=1", "-a", "b=1", "-b", "c=1", "-c"); // that of a is forgotten
            assertEquals(new Conflict(0), board.change(set("a", "2").when(unchangedSince(1))));
            assertEquals(new Conflict(4), board.change(set("b", "2").when(unchangedSince(3))));
            assertEquals(new Done(7), board.change(set("a", "2").when(unchangedSince(2))));
        }

        @Test
        void ofAnotherEpochAreNotMet() {
            board.set("a=1", "a=2");
            Condition old = new Condition.Unchanged(new StreamPosition("d", 2));
            assertEquals(new Conflict(2), board.change(set("a", "3").when(old)));
            assertEquals(new Conflict(0), board.change(set("b", "3").when(old)));
        }

        @Test
        void ofTheFutureAreRefused() {
            board.set("a=1");
            assertEquals(
                    new Refused(Why.FUTURE_VERSION), board.change(set("a", "3").when(unchangedSince(2))));
        }
    }

    @Nested
    class Numbers {
        private StateChange.Outcome change(int number, StateChange change) {
            return board.change(change, Optional.of(new MessageId("client", number)))
                    .orElseThrow();
        }

        @Test
        void makeAWishComeTrueOnce() {
            assertEquals(new Done(1), change(1, set("a", "1")));
            board.set("a=2");
            assertEquals(new Repeated(1), change(1, set("a", "1")));
            assertEquals("2", value("a"));
            assertEquals(new Done(3), change(2, set("a", "1")));
            Optional<MessageId> other = Optional.of(new MessageId("other", 1));
            assertEquals(Optional.of(new Done(4)), board.change(set("a", "1"), other));
        }

        /** The answer to the first one was lost: the client must not learn of a conflict with itself. */
        @Test
        void tellWhoRepeatsAConditionThatItWasMet() {
            assertEquals(new Done(1), change(1, set("a", "1").when(new Condition.Absent())));
            assertEquals(new Repeated(1), change(1, set("a", "1").when(new Condition.Absent())));
            assertEquals(new Conflict(1), change(2, set("a", "1").when(new Condition.Absent())));
        }

        @Test
        void areNotUsedUpByWhatIsNotDone() {
            board.set("a=1");
            StateChange wish = set("a", "2").when(new Condition.Absent());
            assertEquals(new Conflict(1), change(1, wish));
            board.set("-a");
            assertEquals(new Done(3), change(1, wish));
        }

        @Test
        void areForOneWishOnly() {
            assertEquals(new Done(1), change(1, set("a", "1")));
            for (StateChange other : List.of(
                    set("a", "2"), set("b", "1"), patch("a", "1"), set("a", "1").when(unchangedSince(1)))) {
                assertEquals(new Refused(Why.MESSAGE_ID_REUSED), change(1, other));
            }
        }

        @Test
        void areForgottenAfterManyMore() {
            for (int i = 1; i <= 1_025; i++) {
                change(i, set("a", "1"));
            }
            assertEquals(new Refused(Why.MESSAGE_ID_FORGOTTEN), change(1, set("a", "1")));
            assertEquals(new Repeated(2), change(2, set("a", "1")));
        }

        @Test
        void takeMemoryAndGiveItBack() {
            change(1, set("a", "1"));
            long taken = board.memory.taken();
            board.set("-a");
            assertTrue(board.memory.taken() > 200, taken + " bytes");
            assertTrue(board.channel.retireUnused());
            assertEquals(0, board.memory.taken());
        }
    }

    @Nested
    class Bounds {
        @Test
        void ofKeysCountThoseThatHaveAValue() {
            board.set("a=1", "b=1", "c=1", "d=1");
            assertEquals(new Refused(Why.CHANNEL_FULL), board.change(set("e", "1")));
            assertEquals(new Refused(Why.CHANNEL_FULL), board.change(patch("e", "1")));
            board.set("a=2", "-b", "e=1");
            assertEquals(new Refused(Why.CHANNEL_FULL), board.change(set("b", "1")));
        }

        @ParameterizedTest
        @CsvSource({"1, true", "4, true", "5, false", "0, false"})
        void ofTheLengthOfAKey(int length, boolean taken) {
            String key = "k".repeat(length);
            assertEquals(taken ? new Done(1) : new Refused(Why.BAD_KEY), board.change(set(key, "1")));
            assertEquals(taken ? new Done(2) : new Refused(Why.BAD_KEY), board.change(delete(key)));
        }

        @Test
        void ofTheLengthOfAKeyAreInBytes() {
            assertEquals(new Refused(Why.BAD_KEY), board.change(set("ééé", "1")));
            assertEquals(new Done(1), board.change(set("éé", "1")));
        }

        @Test
        void ofTheLengthOfAValueHoldForPatchedOnesToo() {
            String longest = "\"" + "v".repeat(98) + "\"";
            assertEquals(new Done(1), board.change(set("a", longest)));
            assertEquals(new Refused(Why.VALUE_TOO_BIG), board.change(set("a", "1" + longest)));
            board.set("a={\"x\":\"" + "v".repeat(80) + "\"}");
            assertEquals(new Refused(Why.VALUE_TOO_BIG), board.change(patch("a", "{\"y\":1234567890}")));
            assertEquals(new Done(3), board.change(patch("a", "{\"y\":1}")));
        }

        @Test
        void ofBytesInAChannel() {
            Board tight = new Board(new StateLimits(1000, 10, 10, 1000, 5_000, 10, 10, 10_000));
            int keys = 0;
            while (tight.change(set("k" + keys, "\"" + "v".repeat(100) + "\"")) instanceof Done) {
                keys++;
            }
            assertTrue(keys > 5 && keys < 25, keys + " keys");
            assertEquals(new Refused(Why.CHANNEL_FULL), tight.change(set("k0", "\"" + "v".repeat(900) + "\"")));
            assertEquals(Done.class, tight.change(set("k0", "1")).getClass()); // to shrink is allowed
            assertEquals(Done.class, tight.change(delete("k1")).getClass());
            assertEquals(Done.class, tight.change(set("new", "1")).getClass());
        }

        @Test
        void ofAllMemoryAreSharedAndGivenBack() {
            Board poor = new Board(Board.SMALL, 600);
            poor.set("a=1", "b=1", "c=1");
            assertEquals(new Refused(Why.MEMORY_FULL), poor.change(set("d", "1")));
            long taken = poor.memory.taken();
            assertTrue(taken > 400 && taken <= 600, taken + " bytes");
            poor.set("-a", "-b", "-c"); // two are remembered
            assertTrue(poor.memory.taken() < taken / 3 * 2, "two entries less their values");
            poor.set("d=1");
            assertTrue(!poor.channel.retire(1));
            poor.millis++;
            assertTrue(poor.channel.retire(1));
            assertEquals(0, poor.memory.taken());
        }

        @Test
        void ofKeysThatAReaderWants() {
            Optional<StreamPosition> since = Optional.empty();
            assertEquals(
                    Optional.of(new States.Rejected(Why.TOO_MANY_KEYS)),
                    board.channel.subscribe(reader, since, Set.of("a", "b", "c")));
            assertEquals(
                    Optional.of(new States.Rejected(Why.BAD_KEY)),
                    board.channel.subscribe(reader, since, Set.of("a", "")));
            assertTrue(board.channel.retire(0), "nobody reads");
        }

        @ParameterizedTest
        @CsvSource({
            "0, 1, 1, 1, 1, 0, 1, 1",
            "1, 0, 1, 1, 1, 0, 1, 1",
            "1, 1, 0, 1, 1, 0, 1, 1",
            "1, 1, 1, 0, 1, 0, 1, 1",
            "1, 1, 1, 1, 0, 0, 1, 1",
            "1, 1, 1, 1, 1, -1, 1, 1",
            "1, 1, 1, 1, 1, 0, 0, 1",
            "1, 1, 1, 1, 1, 0, 1, 0"
        })
        void haveToHoldSomething(
                int keys,
                int keyBytes,
                int readKeys,
                int valueBytes,
                long bytes,
                int deleted,
                int page,
                int pageBytes) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new StateLimits(keys, keyBytes, readKeys, valueBytes, bytes, deleted, page, pageBytes));
        }
    }

    @Nested
    class Retiring {
        @Test
        void isNotForChannelsThatSomebodyReadsOrHasJustChanged() {
            StateSubscription subscription = board.read(reader);
            board.millis += 1000;
            assertTrue(!board.channel.retire(1000));
            subscription.close();
            assertTrue(!board.channel.retire(1));
            board.millis += 999;
            board.set("a=1");
            board.millis += 999;
            subscription.close(); // again: no new reading
            assertTrue(!board.channel.retire(1000));
            assertTrue(!board.channel.retireUnused());
            board.millis++;
            assertTrue(board.channel.retire(1000));
            assertEquals(Optional.empty(), board.change(set("a", "2"), Optional.empty()));
            assertEquals(Optional.empty(), board.channel.subscribe(reader, Optional.empty(), Set.of()));
            assertEquals("snap@0, live@0", reader.words());
        }

        @Test
        void ofAnEmptyChannelNeedsNoTime() {
            StateSubscription subscription = board.read(reader, "a");
            assertTrue(!board.channel.retireUnused());
            subscription.close();
            board.set("a=1");
            assertTrue(!board.channel.retireUnused());
            board.set("-a");
            assertTrue(board.channel.retireUnused());
            assertEquals("snap@0, live@0", reader.words());
        }
    }
}
