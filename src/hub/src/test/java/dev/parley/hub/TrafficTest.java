package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.Traffic.Outcome;
import dev.parley.hub.Traffic.Recovery;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final int KEPT = 10;
    private static final int MOST = 100;

    private final Hub hub = new Hub(
            new Hub.Limits(2, 10, KEPT, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofMinutes(1)),
            () -> Instant.EPOCH,
            new Random(1),
            Runnable::run);
    private final States states = new States(
            new States.Limits(2, StateLimits.DEFAULTS, Long.MAX_VALUE, Duration.ofMinutes(1)),
            () -> Instant.EPOCH,
            new Random(1),
            Runnable::run);

    private void publish(long from, long to) {
        for (long number = from; number <= to; number++) {
            Optional<MessageId> once = Optional.of(new MessageId("ann", number));
            hub.publish("chat:a", new Message("ann", Optional.empty(), once, Long.toString(number)), sent -> {});
        }
    }

    private Hub.Following follow(Start start, Subscriber subscriber) {
        Hub.Following following = (Hub.Following) hub.follow("chat:a", start, MOST, subscriber);
        following.subscription().start();
        return following;
    }

    @Nested
    class OfMessages {
        @Test
        void isWhatBecameOfThem() {
            publish(1, 3);
            publish(2, 3);
            hub.publish(
                    "chat:a",
                    new Message("ann", Optional.empty(), Optional.of(new MessageId("ann", 1)), "\"other\""),
                    sent -> {});
            assertEquals(3, hub.traffic().publications(Outcome.ACCEPTED));
            assertEquals(2, hub.traffic().publications(Outcome.REPEATED));
            assertEquals(1, hub.traffic().publications(Outcome.REFUSED));
        }

        @Test
        void isEachForEachSubscriberThatTookIt() {
            follow(Start.with(0), new Inbox(Inbox.WIDE));
            follow(Start.with(0), new Inbox(3)); // one of which says that it is live
            publish(1, 5);
            assertEquals(5 + 2, hub.traffic().deliveries());
        }

        @Test
        void countsWhatIsInABatch() {
            publish(1, 5);
            follow(Start.with(5), new Subscriber() {
                @Override
                public boolean accept(Delivery delivery) {
                    return true;
                }

                @Override
                public int batchBytes() {
                    return 1 << 20;
                }
            });
            assertEquals(5, hub.traffic().deliveries());
        }

        @Test
        void namesTheReasonOfGaps() {
            String epoch = follow(Start.with(0), new Inbox(1)).top().epoch();
            publish(1, 1_000);
            Inbox late = new Inbox(Inbox.WIDE);
            StreamPosition begin = new StreamPosition(epoch, 0);
            ((Hub.Following) hub.follow("chat:a", Start.after(begin), 1_000, late))
                    .subscription()
                    .start();
            assertEquals(1, hub.traffic().gaps(Why.TRIMMED), late::take);
            follow(Start.after(begin), late);
            assertEquals(1, hub.traffic().gaps(Why.LIMIT), late::take);
            follow(Start.after(new StreamPosition("other", 1_000)), late);
            assertEquals(1, hub.traffic().gaps(Why.EPOCH), late::take);
        }

        @Test
        void tellsHowRecoveriesWent() {
            String epoch = follow(Start.with(0), new Inbox(0)).top().epoch();
            publish(1, 2);
            follow(Start.after(new StreamPosition(epoch, 1)), new Inbox(0));
            follow(Start.after(new StreamPosition("other", 1)), new Inbox(0));
            hub.follow("chat:a", Start.after(new StreamPosition(epoch, 3)), MOST, new Inbox(0));
            assertEquals(1, hub.traffic().recoveries(Recovery.WHOLE));
            assertEquals(1, hub.traffic().recoveries(Recovery.PARTIAL));
            assertEquals(1, hub.traffic().recoveries(Recovery.REFUSED));
        }

        @Test
        void knowsHowManySubscribe() {
            Hub.Following one = follow(Start.with(0), new Inbox(0));
            follow(Start.with(0), new Inbox(0));
            Hub.Accepted member = (Hub.Accepted) hub.subscribe("chat:a", "bob", "bob", 0, new Inbox(0));
            assertEquals(3, hub.traffic().subscriptions());
            one.subscription().close();
            one.subscription().close();
            member.subscription().close();
            assertEquals(1, hub.traffic().subscriptions());
        }
    }

    @Nested
    class OfValues {
        private States.Accepted subscribe(Subscriber subscriber, Optional<StreamPosition> since) {
            States.Accepted accepted = (States.Accepted) states.subscribe("sync:a", subscriber, since, Set.of());
            accepted.subscription().start();
            return accepted;
        }

        private void set(String key, long number) {
            states.change(
                    "sync:a", StateChange.set(key, "1"), Optional.of(new MessageId("ann", number)), outcome -> {});
        }

        @Test
        void isWhatBecameOfThem() {
            set("a", 1);
            set("a", 1);
            set("b", 1);
            set("", 2);
            assertEquals(1, states.traffic().publications(Outcome.ACCEPTED));
            assertEquals(1, states.traffic().publications(Outcome.REPEATED));
            assertEquals(2, states.traffic().publications(Outcome.REFUSED));
        }

        @Test
        void isEachForEachReaderAndWhatWasLeftOut() {
            set("a", 1);
            set("b", 2);
            Inbox slow = new Inbox(2); // the snapshot, and that it is all
            States.Accepted reader = subscribe(slow, Optional.empty());
            assertEquals(2, states.traffic().deliveries());
            set("a", 3);
            set("a", 4);
            set("a", 5);
            assertEquals(2, states.traffic().deliveries());
            slow.room = Inbox.WIDE;
            reader.subscription().resume();
            assertEquals(3, states.traffic().deliveries());
            assertEquals(2, states.traffic().conflated());
        }

        @Test
        void tellsHowRecoveriesWent() {
            set("a", 1);
            StreamPosition here =
                    subscribe(new Inbox(Inbox.WIDE), Optional.empty()).position();
            subscribe(new Inbox(Inbox.WIDE), Optional.of(here));
            subscribe(new Inbox(Inbox.WIDE), Optional.of(new StreamPosition("other", 1)));
            assertEquals(1, states.traffic().recoveries(Recovery.WHOLE));
            assertEquals(1, states.traffic().recoveries(Recovery.PARTIAL));
            assertEquals(3, states.traffic().subscriptions());
        }

        @Test
        void knowsHowManySubscribe() {
            States.Accepted one = subscribe(new Inbox(Inbox.WIDE), Optional.empty());
            one.subscription().close();
            one.subscription().close();
            assertEquals(0, states.traffic().subscriptions());
        }
    }
}
