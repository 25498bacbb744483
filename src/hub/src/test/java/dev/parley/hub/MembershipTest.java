package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.ChannelEvent.Published;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final Room room = new Room();

    @AfterEach
    void leavesNothingUnsaid() {
        room.assertSilent();
    }

    @Nested
    class Order {
        @Test
        void isTheSameForAll() {
            Membership ann = room.enter("ann");
            Membership bob = room.enter("bob");
            Room.say(ann, 2);
            bob.typing(true);
            Room.say(bob, 1);
            ann.close();
            Room.say(bob, 1);
            room.assertTold("ann", "+bob, 1..2, bob types, 3");
            room.assertTold("bob", "1..2, bob types, 3, -ann, 4");
        }

        @Test
        void holdsWhenSubscribersPublishWhileTheyAreTold() {
            Membership ann = room.enter("ann");
            Membership bob = room.enter("bob");
            room.assertTold("ann", "+bob");
            room.inbox("ann").onEvent = event -> {
                if (event instanceof Published published
                        && published.publication().offset() < 6) {
                    Room.say(bob, 1);
                }
            };
            Room.say(ann, 1);
            room.runTasks();
            room.assertTold("ann", "1..6");
            room.assertTold("bob", "1..6");
        }

        @Test
        void beginsWithStartAndAfterTheJoin() {
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(Inbox.WIDE);
            Hub.Accepted bob = (Hub.Accepted) room.join("bob", inbox).orElseThrow();
            Room.say(ann, 1);
            bob.subscription().resume();
            assertEquals("", inbox.take());
            bob.subscription().start();
            assertEquals("1", inbox.take());
            assertThrows(IllegalStateException.class, bob.subscription()::start);
            room.assertTold("ann", "+bob, 1");
        }
    }

    @Nested
    class Leaving {
        @Test
        void endsDeliveryAtOnceInTheRing() {
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(0);
            Membership bob = room.enter("bob", inbox);
            Room.say(ann, 10);
            leaveAt(bob, inbox);
            room.assertTold("bob", "1..3");
            room.assertTold("ann", "+bob, 1..10, -bob");
        }

        @Test
        void endsDeliveryAtOnceInAReplay() {
            Membership ann = room.enter("ann");
            Inbox inbox = new Inbox(0);
            Membership bob = room.enter("bob", inbox);
            Room.say(ann, 200);
            leaveAt(bob, inbox);
            room.assertTold("bob", "1..3");
            room.assertTold("ann", "+bob, 1..200, -bob");
        }

        private void leaveAt(Membership subscription, Inbox inbox) {
            inbox.onEvent = event -> {
                if (event instanceof Published published
                        && published.publication().offset() == 3) {
                    subscription.close();
                }
            };
            inbox.room = Inbox.WIDE;
            subscription.resume();
        }

        @Test
        void isToldOnce() {
            room.enter("ann");
            Membership bob = room.enter("bob");
            bob.close();
            bob.close();
            room.assertTold("ann", "+bob, -bob");
        }

        @Test
        void doesNotPutOutASuccessorOfTheSameName() {
            Membership ann = room.enter("ann");
            Membership before = room.enter("bob");
            before.close();
            Membership after = room.enter("bob");
            room.assertTold("ann", "+bob, -bob, +bob");
            after.typing(true);
            before.close();
            // The two races in which the former one has passed its own check already:
            room.channel.leave(before);
            before.seat().typing(false);
            room.assertTold("ann", "bob types");
            room.assertTold("bob", "bob types");
            Room.say(ann, 1);
            room.assertTold("ann", "1");
            room.assertTold("bob", "1");
        }

        @Test
        void comesBeforeAPublicationOrAfterIt() {
            Membership ann = room.enter("ann");
            ann.close();
            assertFalse(ann.publish(Optional.empty(), "1", appended -> {}));
            // The race in which the publisher has passed its own check already: an answer would be a lie.
            assertFalse(room.channel.publish(ann, Optional.empty(), "1", appended -> {}));
            assertEquals(0, room.log.top());
        }

        @Test
        void beforeTheStartDeliversNothing() {
            Inbox inbox = new Inbox(Inbox.WIDE);
            Membership ann = ((Hub.Accepted) room.join("ann", inbox).orElseThrow()).subscription();
            Membership bob = room.enter("bob");
            ann.close();
            ann.start();
            Room.say(bob, 1);
            assertEquals("", inbox.take());
            room.assertTold("bob", "-ann, 1");
        }
    }

    @Nested
    class Typing {
        @Test
        void isToldWhenItChanges() {
            room.enter("ann");
            Membership bob = room.enter("bob");
            bob.typing(false);
            bob.typing(true);
            bob.typing(true);
            bob.typing(false);
            bob.typing(false);
            room.assertTold("ann", "+bob, bob types, bob rests");
            room.assertTold("bob", "bob types, bob rests");
        }

        @Test
        void expiresUnlessItIsRenewed() {
            Membership ann = room.enter("ann");
            Membership bob = room.enter("bob");
            room.assertTold("ann", "+bob");
            ann.typing(true);
            bob.typing(true);
            room.millis = 5999;
            room.channel.tick();
            bob.typing(true);
            room.assertTold("ann", "ann types, bob types");
            room.millis = 6000;
            room.channel.tick();
            room.assertTold("ann", "ann rests");
            room.millis = 11_999;
            room.channel.tick();
            room.assertTold("ann", "bob rests");
            room.channel.tick();
            room.assertTold("bob", "ann types, bob types, ann rests, bob rests");
        }

        @Test
        void endsWithAMessageAndIsNotToldOfThen() {
            Membership ann = room.enter("ann");
            ann.typing(true);
            Room.say(ann, 1);
            room.millis = 99_999;
            room.channel.tick();
            ann.typing(false);
            ann.typing(true);
            room.assertTold("ann", "ann types, 1, ann types");
        }

        @Test
        void endsWithTheMember() {
            room.enter("ann");
            Membership bob = room.enter("bob");
            bob.typing(true);
            bob.close();
            bob.typing(true);
            room.millis = 99_999;
            room.channel.tick();
            room.assertTold("ann", "+bob, bob types, -bob");
            room.assertTold("bob", "bob types");
        }
    }
}
