package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryChannelLog;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.Publication;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecoveryTest {
    private static final int RING = 128; // events that a channel keeps for those who keep up

    private Room room = new Room();

    @AfterEach
    void leavesNothingUnsaid() {
        room.assertSilent();
    }

    @Nested
    class Refusal {
        @Test
        void leavesTheSubscriberWhereItIs() {
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(2);
            Membership bob = room.enter("bob", inbox);
            Room.say(ann, 5);
            room.assertTold("bob", "1..2");
            inbox.room = 1;
            bob.resume();
            room.assertTold("bob", "3");
            inbox.room = Inbox.WIDE;
            Room.say(ann, 1);
            room.assertTold("bob", ""); // nothing is offered before it resumes
            bob.resume();
            room.assertTold("bob", "4..6");
            bob.resume();
            room.assertTold("ann", "+bob, 1..6");
        }

        @Test
        void doesNotTouchTheOthers() {
            room.enter("bob", new Inbox(0));
            Membership ann = room.enter("ann");
            Room.say(ann, 1000);
            room.assertTold("ann", "1..1000");
        }

        /**
         * One that was away while so many events happened, and what it is told then.
         *
         * @param kept publications that the log keeps
         * @param said publications it missed
         * @param visits comings and goings after them
         */
        record Absence(String name, int kept, int said, int visits, String told) {
            @Override
            public String toString() {
                return name;
            }
        }

        static Stream<Absence> absences() {
            return Stream.of(
                    new Absence("nothing missed", 1000, 0, 0, ""),
                    new Absence("all still in the ring", 1000, RING, 0, "1..128"),
                    new Absence("all in the ring though not in the log", 5, RING, 0, "1..128"),
                    new Absence("one more than the ring has", 1000, RING + 1, 0, "1..129, [ann, bob]"),
                    new Absence("many pages of the log", 1000, 1000, 0, "1..1000, [ann, bob]"),
                    new Absence("more than the log has", 1000, 1010, 0, "gap 1..10, 11..1010, [ann, bob]"),
                    new Absence("a log of one", 1, 200, 0, "gap 1..199, 200, [ann, bob]"),
                    new Absence("only visits", 1000, 0, RING, "[ann, bob]"),
                    new Absence("publications that visits pushed out", 1000, 3, RING, "1..3, [ann, bob]"),
                    new Absence("visits that are in the ring", 1000, 1, 2, "1, +eve, -eve, +eve, -eve"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("absences")
        void endsInEveryPublicationOrAGapAndTheMembers(Absence absence) {
            room = new Room(absence.kept());
            Membership ann = room.enter("ann");
            Membership bob = absent("bob");
            happen(absence, ann);
            room.inbox("bob").room = Inbox.WIDE;
            bob.resume();
            room.assertTold("bob", absence.told());
            Room.say(ann, 1);
            room.assertTold("bob", Integer.toString(absence.said() + 1));
            room.inbox("ann").take();
        }

        /** Like the one above, but there is room for one at a time, and twice something happens in between. */
        @ParameterizedTest(name = "{0}")
        @MethodSource("absences")
        void mayComeAnywhere(Absence absence) {
            for (int first : new int[] {0, 1, 2, 63, 64, 65, RING, RING + 1}) {
                for (int more : new int[] {1, RING, 3 * RING}) {
                    room = new Room(absence.kept());
                    Membership ann = room.enter("ann");
                    Membership bob = absent("bob");
                    happen(absence, ann);
                    room.inbox("bob").room = first;
                    bob.resume();
                    Room.say(ann, more);
                    room.enter("cat");
                    room.inbox("bob").room = 2;
                    bob.resume();
                    Room.say(ann, more);
                    room.enter("dan");
                    room.inbox("bob").room = Inbox.WIDE;
                    bob.resume();
                    Room.say(ann, 1);
                    StreamChecker checker = new StreamChecker("bob", 0, List.of("ann", "bob"));
                    room.inbox("bob").takeEvents().forEach(checker::told);
                    assertEquals(
                            List.of(),
                            checker.faults(absence.said() + 2L * more + 1, List.of("ann", "bob", "cat", "dan")));
                    room.inbox("ann").take();
                    room.inbox("cat").take();
                    room.inbox("dan").take();
                }
            }
        }

        @Test
        void inTheMiddleOfAReplayRepeatsNothing() {
            Membership ann = room.enter("ann");
            Membership bob = absent("bob");
            Room.say(ann, 300);
            StringBuilder told = new StringBuilder();
            for (int i = 0; i < 301; i++) {
                room.inbox("bob").room = 1;
                bob.resume();
                told.append(room.inbox("bob").take()).append(' ');
            }
            String offsets = String.join(
                    " ",
                    Stream.iterate(1, i -> i + 1)
                            .limit(300)
                            .map(String::valueOf)
                            .toList());
            assertEquals(offsets + " [ann, bob] ", told.toString());
            room.inbox("bob").room = 1;
            bob.resume();
            room.assertTold("bob", "");
            room.inbox("ann").take();
        }

        @Test
        void namesNoGapThatTheRingCanFill() {
            room = new Room(1); // each publication drops the one before it from the log, not from the ring
            Membership ann = room.enter("ann");
            Membership bob = absent("bob");
            Room.say(ann, 200);
            room.inbox("ann").take();
            room.inbox("bob").room = Inbox.WIDE;
            AtomicInteger more = new AtomicInteger(3);
            room.inbox("bob").onEvent = event -> {
                if (more.getAndDecrement() > 0) {
                    Room.say(ann, 1); // while the gap, 200 and the members are told
                }
            };
            bob.resume();
            room.assertTold("bob", "gap 1..199, 200, [ann, bob], 201..203");
            room.assertTold("ann", "201..203");
        }

        private Membership absent(String member) {
            Membership subscription = room.enter(member, new Inbox(0));
            room.assertTold("ann", "+" + member);
            return subscription;
        }

        private void happen(Absence absence, Membership publisher) {
            Room.say(publisher, absence.said());
            for (int i = 0; i < absence.visits(); i++) {
                room.enter("eve").close();
                room.inbox("eve").take();
            }
            room.inbox("ann").take();
        }
    }

    @Nested
    class Logs {
        /** A log that numbers but keeps nothing, or that throws. */
        static class Broken implements ChannelLog {
            boolean throwing;
            private final ChannelLog log = new InMemoryChannelLog(
                    "e", new LogBounds(1, 1), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE));

            @Override
            public String epoch() {
                return log.epoch();
            }

            @Override
            public long top() {
                return log.top();
            }

            @Override
            public long first() {
                return top() + 1;
            }

            @Override
            public void listen(Listener listener) {
                log.listen(listener);
            }

            @Override
            public Optional<Appended> append(Draft draft, Consumer<Appended> later) {
                if (throwing) {
                    throw ScriptedTransport.broken();
                }
                return log.append(draft, later);
            }

            @Override
            public List<Publication> read(long after, int limit) {
                if (throwing) {
                    throw ScriptedTransport.broken();
                }
                return List.of();
            }
        }

        private final Broken log = new Broken();

        @Test
        void thatKeepNothingMakeAGap() {
            room = new Room(log);
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(0);
            Membership bob = room.enter("bob", inbox);
            Room.say(ann, 200);
            room.assertTold("ann", "+bob, 1..200");
            inbox.room = Inbox.WIDE;
            // A replay that never ended would hang here: it reads once and gives up, or fails.
            bob.resume();
            room.assertTold("bob", "gap 1..200, [ann, bob]");
        }

        @Test
        void thatThrowLetNobodyJoinByHalf() {
            room = new Room(log);
            Membership ann = room.enter("ann");
            log.throwing = true;
            Inbox inbox = new Inbox(Inbox.WIDE);
            assertThrows(IllegalStateException.class, () -> room.channel.join("bob", "bob", 5, inbox));
            log.throwing = false;
            room.assertTold("ann", "");
            Hub.Accepted bob =
                    (Hub.Accepted) room.channel.join("bob", "bob", 5, inbox).orElseThrow();
            assertEquals(List.of("ann", "bob"), bob.members());
            Room.say(ann, 1);
            room.assertTold("ann", "+bob, 1");
            assertEquals("", inbox.take()); // not started
        }

        @Test
        void thatThrowTellThePublisherAndNobodyElse() {
            room = new Room(log);
            Membership ann = room.enter("ann");
            log.throwing = true;
            assertThrows(IllegalStateException.class, () -> Room.say(ann, 1));
            log.throwing = false;
            Room.say(ann, 1);
            room.assertTold("ann", "1");
        }

        @Test
        void thatThrowInAReplayEndTheSubscription() {
            room = new Room(log);
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(0);
            Membership bob = room.enter("bob", inbox);
            Room.say(ann, 200);
            room.assertTold("ann", "+bob, 1..200");
            inbox.room = Inbox.WIDE;
            log.throwing = true;
            bob.resume();
            assertEquals(1, inbox.failures().size());
            inbox.failures().clear();
            room.assertTold("ann", "-bob");
        }
    }
}
