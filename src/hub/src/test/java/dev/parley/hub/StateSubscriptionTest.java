package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.spi.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StateSubscriptionTest extends StateSubscriptionFixture {
    @Nested
    class Reading {
        @Test
        void beginsWithASnapshotAndGoesOnWithChanges() {
            board.set("a=1", "b=2", "c=3", "-c");
            board.read(reader);
            told("snap@4 a=1 b=2, live@4");
            board.set("a=2");
            told("upd@5 a=2");
            board.set("-b", "d=4");
            told("upd@6 -b, upd@7 d=4");
        }

        @Test
        void beginsEmptyInAnEmptyChannel() {
            board.read(reader);
            board.set("a=1");
            told("snap@0, live@0, upd@1 a=1");
        }

        @Test
        void deliversNothingBeforeTheStart() {
            StateSubscription subscription = board.subscribe(reader, Optional.empty());
            board.set("a=1");
            subscription.resume();
            told("");
            subscription.start();
            told("snap@1 a=1, live@1");
            assertThrows(IllegalStateException.class, subscription::start);
        }

        @Test
        void endsWithTheClose() {
            StateSubscription subscription = board.read(reader);
            subscription.close();
            board.set("a=1");
            subscription.resume();
            subscription.close();
            told("snap@0, live@0");
        }

        @Test
        void leavesOtherReadersWhenOneFails() {
            StateReader other = new StateReader(Inbox.WIDE);
            List<Throwable> failures = new ArrayList<>();
            Subscriber faulty = new Subscriber() {
                @Override
                public boolean accept(Delivery delivery) {
                    if (delivery.event() instanceof ChannelEvent.Changed) {
                        throw new AssertionError("planted");
                    }
                    return true;
                }

                @Override
                public void failed(Throwable cause) {
                    failures.add(cause);
                    throw new AssertionError("planted too");
                }
            };
            board.read(reader);
            States.Accepted accepted = (States.Accepted) board.channel
                    .subscribe(faulty, Optional.empty(), java.util.Set.of())
                    .orElseThrow();
            accepted.subscription().start();
            board.read(other);
            board.set("a=1", "a=2");
            told("snap@0, live@0, upd@1 a=1, upd@2 a=2");
            assertEquals("snap@0, live@0, upd@1 a=1, upd@2 a=2", other.words());
            assertEquals(1, failures.size());
        }
    }

    @Nested
    class Conflating {
        @Test
        void keepsTheNewestOfEachKeyAndCountsTheRest() {
            StateSubscription subscription = board.read(reader);
            told("snap@0, live@0");
            reader.room = 0;
            board.set("a=1", "a=2", "b=1", "a=3", "c=1", "-c");
            told("");
            reader.room = 1;
            subscription.resume();
            told("upd@6 b=1 a=3 -c skipped 3");
            board.set("a=4", "a=5");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("upd@8 a=5 skipped 1");
            assertEquals(8, reader.changes());
        }

        @Test
        void costsAFrozenReaderNothing() {
            StateReader frozen = new StateReader(0);
            StateSubscription subscription = board.read(frozen);
            IntStream.range(0, 10_000).forEach(i -> board.set("a=" + i));
            frozen.room = Inbox.WIDE;
            subscription.resume();
            assertEquals("snap@10000 a=9999, live@10000", frozen.words());
        }

        /** In order of versions it would stand last, and be passed over as long as it changes. */
        @Test
        void doesNotStarveAKeyThatChangesAllTheTime() {
            Board paged = new Board(Board.pages(2));
            paged.set("a=0", "b=0", "c=0", "d=0", "hot=0");
            StateSubscription subscription = paged.read(reader);
            told("snap@0 a=0 b=0 more, page@0 c=0 d=0 more, page@5 hot=0, live@5");
            reader.room = 0;
            for (int i = 1; i <= 9; i++) {
                paged.set("a=" + i, "b=" + i, "c=" + i, "d=" + i, "hot=" + i);
                reader.room = 1;
                subscription.resume();
            }
            told("upd@0 a=1 b=1, upd@0 c=2 d=2, upd@0 hot=3, upd@0 a=4 b=4, upd@0 c=5 d=5, upd@0 hot=6,"
                    + " upd@0 a=7 b=7, upd@0 c=8 d=8, upd@0 hot=9");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("upd@0 a=9 b=9, upd@0 c=9 d=9, upd@50 hot=9 skipped 25");
        }

        @Test
        void isKnownToBeExactOnlyAtTheEnd() {
            Board paged = new Board(Board.pages(2));
            StateSubscription subscription = paged.read(reader);
            reader.room = 0;
            paged.set("a=1", "b=1", "c=1", "d=1");
            reader.room = 1;
            subscription.resume();
            paged.set("a=2");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("snap@0, live@0, upd@0 a=1 b=1, upd@0 c=1 d=1, upd@5 a=2");
            reader.room = 0;
            paged.set("a=3", "b=3", "c=3", "d=3");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("upd@0 a=3 b=3, upd@9 c=3 d=3");
        }
    }

    @Nested
    class ComingBack {
        @Test
        void bringsWhatChangedSince() {
            board.set("a=1", "b=1", "c=1");
            board.set("b=2", "-c", "b=3");
            board.readSince(3, reader);
            told("upd@6 -c b=3 skipped 1, live@6");
        }

        @Test
        void bringsWhatChangedWhileNobodyRead() {
            StateSubscription subscription = board.read(reader);
            board.set("a=1");
            subscription.close();
            board.set("a=2");
            board.readSince(1, reader);
            told("snap@0, live@0, upd@1 a=1, upd@2 a=2, live@2");
        }

        @Test
        void bringsNothingIfNothingChanged() {
            board.set("a=1");
            board.readSince(1, reader);
            told("live@1");
            board.set("a=2");
            told("upd@2 a=2");
        }

        @Test
        void bringsASnapshotOnceADeletionSinceIsForgotten() {
            board.set("a=1", "b=1", "-a", "c=1", "-c"); // remembered: 2
            board.readSince(1, reader);
            told("upd@5 b=1 -a -c skipped 1, live@5");
            board.set("d=1", "-d");
            told("upd@6 d=1, upd@7 -d");
            StateReader late = new StateReader(Inbox.WIDE);
            board.readSince(2, late);
            assertEquals("snap@7 b=1, live@7", late.words());
            board.readSince(3, late);
            assertEquals("upd@7 -c -d skipped 2, live@7", late.words());
        }

        @Test
        void fromAnotherEpochOrTheFutureBringsASnapshot() {
            board.set("a=1");
            for (StreamPosition since : List.of(new StreamPosition("d", 1), new StreamPosition("e", 2))) {
                board.subscribe(reader, Optional.of(since)).start();
                told("snap@1 a=1, live@1");
            }
        }

        @Test
        void mayHappenInTheMiddleOfASnapshot() {
            Board paged = new Board(Board.pages(2));
            paged.set("a=1", "b=1", "c=1", "d=1", "e=1");
            reader.room = 1;
            StateSubscription subscription = paged.read(reader);
            subscription.close();
            told("snap@0 a=1 b=1 more");
            reader.room = Inbox.WIDE;
            paged.read(reader);
            told("snap@0 a=1 b=1 more, page@0 c=1 d=1 more, page@5 e=1, live@5");
        }
    }

    @Nested
    class Snapshots {
        @Test
        void goOnWithWhatChangedWhileTheyWereRead() {
            Board paged = new Board(Board.pages(2));
            paged.set("a=1", "b=1", "c=1", "d=1");
            reader.room = 1;
            StateSubscription subscription = paged.read(reader);
            paged.set("a=2", "-b", "-c", "e=1");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("snap@0 a=1 b=1 more, page@0 d=1 e=1, upd@0 a=2 -b, upd@8 -c e=1, live@8");
        }

        @Test
        void beginAnewWhenADeletionIsForgottenMeanwhile() {
            Board paged = new Board(new StateLimits(1000, 100, 10, 1000, 1 << 20, 0, 2, 1 << 20));
            paged.set("a=1", "b=1", "c=1", "d=1");
            reader.room = 1;
            StateSubscription subscription = paged.read(reader);
            paged.set("-a");
            reader.room = Inbox.WIDE;
            subscription.resume();
            told("snap@0 a=1 b=1 more, snap@0 b=1 c=1 more, page@5 d=1, live@5");
        }

        @Test
        void areBoundedInBytes() {
            Board paged = new Board(new StateLimits(1000, 100, 10, 1000, 1 << 20, 10, 1000, 1_000));
            String value = "\"" + "v".repeat(250) + "\"";
            paged.set("a=" + value, "b=" + value, "c=1", "d=1");
            paged.read(reader);
            assertEquals(
                    List.of(1, 3),
                    reader.take().stream()
                            .filter(delivery -> delivery.event() instanceof ChannelEvent.Snapshot)
                            .map(delivery -> ((ChannelEvent.Snapshot) delivery.event())
                                    .entries()
                                    .size())
                            .toList());
        }
    }
}
