package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Hub.Rejected;
import dev.parley.hub.Hub.Seated;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest extends PresenceFixture {
    @Nested
    class Members {
        @Test
        void comeOnceAndGoOnceWhateverTheirConnections() {
            enter("ann");
            watch(watcher);
            told("[ann]");
            Seat first = enter("bob");
            Seat second = enter("Bob");
            Seat third = enter("bob");
            told("+bob");
            second.close();
            second.close();
            first.close();
            told("");
            assertEquals(List.of("ann", "bob"), presence.names());
            third.close();
            told("-bob");
            assertEquals(List.of("ann"), presence.names());
        }

        @Test
        void areHeardOfInOrder() {
            Seat ann = enter("ann");
            enter("bob");
            ann.close();
            ann.close();
            assertEquals(List.of("+ann", ".", "+bob", ".", "-ann", "."), heard);
        }

        @Test
        void areShownAsTheFirstConnectionWritesThem() {
            enter("Bob");
            assertEquals("Bob", enter("BOB").name());
            assertEquals(List.of("Bob"), presence.names());
        }

        @Test
        void mayWantTheirNameAlone() {
            Seat ann = ((Seated) presence.enter("ann", "ann", true)).seat();
            assertEquals(new Rejected(HubError.NAME_TAKEN), presence.enter("ann", "ann", true));
            assertEquals(new Rejected(HubError.NAME_TAKEN), presence.enter("ann", "ann", false));
            ann.close();
            enter("ann");
            assertEquals(new Rejected(HubError.NAME_TAKEN), presence.enter("ann", "ann", true));
        }

        @Test
        void areBounded() {
            List<Seat> seats = enter(1, 12);
            assertEquals(new Rejected(HubError.CHANNEL_FULL), presence.enter("m13", "m13", false));
            enter("m12"); // another connection of one who is there
            seats.get(0).close();
            enter("m13");
            assertEquals(12, presence.page("", 1).count());
        }

        @Test
        void takeMemoryAndGiveItBack() {
            ChannelMemory little = new ChannelMemory(400);
            Presence poor = presence(new PresenceLimits(12, 4, 0, 100), little);
            Seat ann = ((Seated) poor.enter("ann", "ann", false)).seat();
            Seat bob = ((Seated) poor.enter("bob", "bob", false)).seat();
            assertEquals(new Rejected(HubError.CHANNEL_FULL), poor.enter("cat", "cat", false));
            assertEquals(new StateChange.Refused(Why.MEMORY_FULL), ann.tell("\"" + "x".repeat(50) + "\""));
            ann.close();
            bob.close();
            assertEquals(0, little.taken());
        }

        @Test
        void areUsedUntilTheLastOneAndTheLastReaderHaveGone() {
            assertTrue(presence.isUnused());
            Seat ann = enter("ann");
            StateSubscription reader = watch(new Watcher(0));
            StateSubscription typing = presence.watchTyping(new Watcher(0));
            ann.close();
            assertTrue(!presence.isUnused());
            reader.close();
            assertTrue(!presence.isUnused());
            typing.close();
            assertTrue(presence.isUnused());
        }
    }

    @Nested
    class States {
        @Test
        void areToldToAll() {
            Seat ann = enter("ann");
            Seat phone = enter("ann");
            watch(watcher);
            assertEquals(new Done(2), ann.tell("\"busy\""));
            phone.tell("\"away\"");
            told("[ann], ~ann:\"busy\", ~ann:\"away\"");
            ann.close();
            Watcher late = new Watcher(Inbox.WIDE);
            watch(late);
            assertEquals("[ann:\"away\"]", late.words());
        }

        @Test
        void areBounded() {
            Seat ann = enter("ann");
            assertEquals(new StateChange.Refused(Why.VALUE_TOO_BIG), ann.tell("\"123456789\""));
            assertEquals(new Done(2), ann.tell("\"12345678\""));
        }

        @Test
        void endWithTheSeat() {
            Seat ann = enter("ann");
            enter("bob");
            watch(watcher);
            ann.close();
            ann.tell("1");
            ann.typing(true);
            told("[ann, bob], -ann");
        }
    }

    @Nested
    class Readers {
        @Test
        void thatAreSlowAreToldOnceWhatBecameOfEach() {
            Seat ann = enter("ann");
            enter("bob").tell("1");
            StateSubscription reader = watch(watcher);
            told("[ann, bob:1]");
            watcher.room = 0;
            ann.close();
            enter("cat").close();
            enter("dan");
            watcher.room = Inbox.WIDE;
            reader.resume();
            told("+dan -ann");
        }

        @Test
        void learnOfNothingWhenAMemberCameAndWent() {
            StateSubscription reader = watch(watcher);
            watcher.room = 0;
            enter("ann").close();
            watcher.room = Inbox.WIDE;
            reader.resume();
            enter("bob");
            told("[], +bob");
        }

        @Test
        void keepAMemberThatWentAndCame() {
            Seat ann = enter("ann");
            StateSubscription reader = watch(watcher);
            watcher.room = 0;
            ann.close();
            enter("ann").tell("2");
            watcher.room = Inbox.WIDE;
            reader.resume();
            told("[ann], ~ann:2");
        }

        @Test
        void getAListWhereTooMuchIsForgotten() {
            StateSubscription reader = watch(watcher);
            told("[]");
            watcher.room = 0;
            IntStream.range(0, 2).forEach(i -> enter("ann").close());
            enter("ann");
            watcher.room = Inbox.WIDE;
            reader.resume();
            told("[ann]"); // came and went so often that it cannot be told whether the reader knew it
            watcher.room = 0;
            enter("bob").close();
            enter("cat").close();
            enter("dan").close();
            watcher.room = Inbox.WIDE;
            reader.resume();
            told("[ann]");
        }

        @Test
        void comeBackWithAPosition() {
            enter("ann");
            Seat bob = enter("bob");
            StateSubscription reader = watch(watcher);
            reader.close();
            enter("cat");
            bob.close();
            StreamPosition since = new StreamPosition("e", watcher.version());
            presence.watch(watcher, Optional.of(since)).start();
            told("[ann, bob], +cat -bob");
            assertEquals(new StreamPosition("e", 4), presence.position());
            for (StreamPosition wrong : List.of(new StreamPosition("d", 2), new StreamPosition("e", 99))) {
                presence.watch(watcher, Optional.of(wrong)).start();
                told("[ann, cat]");
            }
        }

        @Test
        void shareWhatTheyAreTold() {
            List<Delivery> deliveries = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                presence.watch(deliveries::add, Optional.empty()).start();
            }
            assertSame(deliveries.get(0), deliveries.get(1));
            enter("ann");
            assertSame(deliveries.get(2), deliveries.get(3));
            assertNotSame(deliveries.get(0), deliveries.get(2));
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 0, 1", "1, 0, 0, 1", "1, 1, -1, 1", "1, 1, 0, 0"})
    void refusesLimitsThatHoldNothing(int members, int listed, int remembered, int stateBytes) {
        assertThrows(IllegalArgumentException.class, () -> new PresenceLimits(members, listed, remembered, stateBytes));
    }
}
