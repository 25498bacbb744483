package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceTest {
    private long millis = 1_000_000;
    private final List<String> heard = new ArrayList<>();
    private final ChannelMemory memory = new ChannelMemory(100_000);
    private final Presence presence = presence(new PresenceLimits(12, 4, 2, 10), memory);
    private final Watcher watcher = new Watcher(Inbox.WIDE);

    private Presence presence(PresenceLimits limits, ChannelMemory of) {
        Presence.Listener listener = new Presence.Listener() {
            @Override
            public void came(String name) {
                heard.add("+" + name);
            }

            @Override
            public void left(String name) {
                heard.add("-" + name);
            }

            @Override
            public void typing(String name, boolean on) {
                heard.add(name + (on ? " types" : " rests"));
            }

            @Override
            public void deliver() {
                heard.add(".");
            }
        };
        return new Presences(limits, of, () -> "e", () -> Instant.ofEpochMilli(millis), task -> {
                    throw new AssertionError("nothing here takes long");
                })
                .of("room", new Object(), listener);
    }

    @AfterEach
    void leavesNothingUnsaid() {
        assertEquals("", watcher.words());
        assertEquals(List.of(), watcher.failures());
    }

    private Seat enter(String name) {
        Seat seat = ((Seated) presence.enter(name, name.toLowerCase(Locale.ROOT), false)).seat();
        presence.deliver();
        return seat;
    }

    private List<Seat> enter(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> enter("m" + i)).toList();
    }

    private StateSubscription watch(Watcher by) {
        StateSubscription reader = presence.watch(by, Optional.empty());
        reader.start();
        return reader;
    }

    private void told(String words) {
        assertEquals(words, watcher.words());
    }

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

    @Nested
    class LargeChannels {
        @Test
        void areCountedOnceASecond() {
            enter(1, 3);
            watch(watcher);
            told("[m1, m2, m3]");
            enter(4, 7);
            told("+m4, #5");
            millis += 999;
            presence.tick();
            told("");
            millis += 1;
            presence.tick();
            told("#7");
            millis += 5000;
            presence.tick();
            told("");
            enter(8, 12);
            told("");
            presence.tick();
            told("#12");
        }

        @Test
        void areListedAgainWhenTheyAreNotLargeAnyMore() {
            List<Seat> seats = enter(1, 6);
            watch(watcher);
            told("#5"); // at most a second old
            seats.get(0).close();
            seats.get(1).close();
            told(""); // four: not before it is well below
            seats.get(2).close();
            told("[m4, m5, m6]");
            enter(7, 8);
            told("+m7, #5");
        }

        private static List<String> names(Attendance page) {
            return page.members().stream().map(Attendee::name).toList();
        }

        @Test
        void areReadInPages() {
            enter(1, 9);
            assertEquals(List.of("m1", "m2", "m3"), names(presence.page("", 3)));
            assertEquals(List.of("m8", "m9"), names(presence.page("m7", 3)));
            assertEquals(new Attendance(List.of(), false, 9), presence.page("m9", 3));
            assertTrue(presence.page("", 3).more());
            assertFalse(presence.page("m6", 3).more());
        }

        @Test
        void areToldExactlyWhatChangedWhenTheReaderSawNothingOfIt() {
            List<Seat> few = enter(1, 2);
            StateSubscription reader = watch(watcher);
            told("[m1, m2]");
            watcher.room = 0;
            List<Seat> many = enter(3, 6);
            many.subList(0, 2).forEach(Seat::close);
            few.get(0).close();
            watcher.room = Inbox.WIDE;
            reader.resume();
            told("[m2, m5, m6]"); // more goings than are remembered
        }

        @Test
        void countAnewWhenTheClockIsSetBack() {
            enter(1, 5);
            watch(watcher);
            enter("m6");
            millis -= 100_000;
            presence.tick();
            told("#5, #6");
        }
    }

    @Nested
    class Typing {
        private final Watcher typing = new Watcher(Inbox.WIDE);

        private void typists(String words) {
            assertEquals(words, typing.words());
        }

        @Test
        void isToldAtOnceAndThenTwiceASecondAtMost() {
            presence.watchTyping(typing).start();
            typists("");
            List<Seat> seats = enter(1, 3);
            seats.get(0).typing(true);
            typists("[m1]");
            seats.get(1).typing(true);
            seats.get(2).typing(true);
            millis += 499;
            presence.tick();
            typists("");
            millis++;
            presence.tick();
            typists("[m1, m2, m3]");
            seats.get(0).typing(false);
            seats.get(0).typing(true);
            millis += 500;
            presence.tick();
            typists("[m2, m3, m1]");
            presence.tick();
            typists("");
        }

        @Test
        void ofNoEffectInTheEndIsNotTold() {
            presence.watchTyping(typing).start();
            Seat ann = enter("ann");
            ann.typing(true);
            ann.typing(false);
            ann.typing(true);
            millis += 500;
            presence.tick();
            typists("[ann]");
        }

        @Test
        void expiresUnlessItIsRenewed() {
            presence.watchTyping(typing).start();
            Seat ann = enter("ann");
            Seat bob = enter("bob");
            ann.typing(true);
            bob.typing(true);
            millis += 5_999;
            bob.typing(true);
            presence.tick();
            typists("[ann], [ann, bob]");
            millis++;
            presence.tick();
            typists("");
            millis += 499;
            presence.tick();
            typists("[bob]");
            millis += 5_499;
            presence.tick();
            typists("");
            millis++;
            presence.tick();
            typists("[]");
            assertEquals(
                    List.of("ann types", "bob types", "ann rests", "bob rests"),
                    heard.stream().filter(word -> word.endsWith("s")).toList());
        }

        @Test
        void endsWithAMessageAndWithTheMember() {
            presence.watchTyping(typing).start();
            Seat ann = enter("ann");
            Seat bob = enter("bob");
            ann.typing(true);
            millis += 500;
            presence.said("ann");
            presence.deliver();
            bob.typing(true);
            millis += 500;
            presence.tick();
            typists("[ann], [], [bob]");
            bob.close();
            millis += 500;
            presence.tick();
            typists("[]");
            assertTrue(
                    !heard.contains("ann rests") && !heard.contains("bob rests"), "the message says it, the going too");
        }

        @Test
        void isToldToWhoComesLater() {
            enter("ann").typing(true);
            presence.watchTyping(typing).start();
            typists("[ann]");
        }

        @Test
        void namesTheFirstOfMany() {
            Presence wide = presence(new PresenceLimits(100, 4, 2, 10), memory);
            wide.watchTyping(typing).start();
            for (int i = 10; i < 40; i++) {
                ((Seated) wide.enter("m" + i, "m" + i, false)).seat().typing(true);
            }
            millis += 500;
            wide.tick();
            String words = typing.words();
            assertTrue(words.startsWith("[m10], [m10, m11,") && words.endsWith(", m29] of 30"), words);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 0, 1", "1, 0, 0, 1", "1, 1, -1, 1", "1, 1, 0, 0"})
    void refusesLimitsThatHoldNothing(int members, int listed, int remembered, int stateBytes) {
        assertThrows(IllegalArgumentException.class, () -> new PresenceLimits(members, listed, remembered, stateBytes));
    }
}
