package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryChannelLog;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.LogBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WalkTest {
    private final Room room = new Room();

    @AfterEach
    void leavesNothingUnsaid() {
        room.assertSilent();
    }

    @Nested
    class Walks {
        /** One whose every event makes another must not keep the rest from theirs. */
        @Test
        void serveAllInTurn() {
            Membership ann = room.enter("ann");
            room.enter("bob");
            room.assertTold("ann", "+bob");
            List<Integer> lags = new ArrayList<>();
            AtomicInteger bobHas = new AtomicInteger();
            room.inbox("bob").onEvent = event -> bobHas.incrementAndGet();
            room.inbox("ann").onEvent = event -> {
                int offset = (int) ((Published) event).publication().offset();
                lags.add(offset - bobHas.get());
                if (offset < 1000) {
                    Room.say(ann, 1);
                }
            };
            Room.say(ann, 1);
            room.runTasks();
            room.assertTold("ann", "1..1000");
            room.assertTold("bob", "1..1000");
            assertTrue(lags.stream().allMatch(lag -> lag <= 2), "lags " + lags);
        }

        @Test
        void moveToTheExecutorAfterAWhile() {
            Membership ann = room.enter("ann");
            room.inbox("ann").onEvent = event -> {
                if (((Published) event).publication().offset() < 100) {
                    Room.say(ann, 1);
                }
            };
            Room.say(ann, 1);
            room.assertTold("ann", "1..32"); // the publisher's thread is its own again
            assertEquals(1, room.runTasks());
            room.assertTold("ann", "33..100");
        }

        @Test
        void goOnWhenTheExecutorRefuses() {
            ChannelLog log = new InMemoryChannelLog(
                    "e", new LogBounds(1000, Long.MAX_VALUE), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE));
            Channel channel = new Channel("room", log, Room.presences(room, room), new Traffic(), room, task -> {
                throw new RejectedExecutionException("shut down");
            });
            Inbox inbox = new Inbox(Inbox.WIDE);
            Membership ann =
                    ((Hub.Accepted) channel.join("ann", "ann", 0, inbox).orElseThrow()).subscription();
            ann.start();
            inbox.onEvent = event -> {
                if (((Published) event).publication().offset() < 100) {
                    Room.say(ann, 1);
                }
            };
            Room.say(ann, 1);
            assertEquals("1..100", inbox.take());
            Room.say(ann, 1);
            assertEquals("101", inbox.take());
        }

        @Test
        void shareOneListOfMembersAmongThoseWhoFellBehind() {
            Membership ann = room.enter("ann");
            List<Delivery> lists = new ArrayList<>();
            List<Subscription> behind = new ArrayList<>();
            AtomicInteger full = new AtomicInteger(1);
            for (String member : List.of("bob", "cat")) {
                Subscriber subscriber = delivery -> {
                    if (delivery.event() instanceof ChannelEvent.Members) {
                        lists.add(delivery);
                    }
                    return full.get() == 0;
                };
                behind.add(((Hub.Accepted) room.join(member, subscriber).orElseThrow()).subscription());
            }
            behind.forEach(Subscription::start);
            Room.say(ann, 200);
            full.set(0);
            behind.forEach(Subscription::resume);
            assertEquals(2, lists.size());
            assertTrue(lists.get(0) == lists.get(1), "one delivery is encoded once");
            room.inbox("ann").take();
        }
    }

    @Nested
    class Failure {
        @Test
        void ofOneSubscriberDoesNotTouchTheOthers() {
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(Inbox.WIDE);
            Membership bob = room.enter("bob", inbox);
            room.enter("cat");
            inbox.onEvent = event -> {
                throw new AssertionError("planted");
            };
            room.inbox("ann").take();
            room.inbox("bob").takeEvents();
            Room.say(ann, 2);
            room.assertTold("ann", "1, -bob, 2");
            room.assertTold("cat", "1, -bob, 2");
            room.assertTold("bob", "1");
            assertEquals(
                    List.of("planted"),
                    inbox.failures().stream().map(Throwable::getMessage).toList());
            inbox.failures().clear();
            assertFalse(bob.publish(Optional.empty(), "1", appended -> {}));
        }

        @Test
        void toHearOfAFailureDoesNotTouchTheOthersEither() {
            Membership ann = room.enter("ann");
            Subscriber faulty = new Subscriber() {
                @Override
                public boolean accept(Delivery delivery) {
                    throw new AssertionError("planted");
                }

                @Override
                public void failed(Throwable cause) {
                    throw new AssertionError("planted too");
                }
            };
            ((Hub.Accepted) room.join("bob", faulty).orElseThrow())
                    .subscription()
                    .start();
            Room.say(ann, 2);
            room.assertTold("ann", "+bob, 1, -bob, 2");
        }
    }
}
