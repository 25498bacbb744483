package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who publishes too fast waits, and is told when that is over; who does not never seems to. */
class PublisherHoldTest {
    private static final int MESSAGES = 500_000;
    private static final int KEPT = 100;
    private static final String C = "c";

    private final Hub hub = new Hub(
            new Hub.Limits(9, 9, KEPT, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1)),
            () -> Instant.EPOCH,
            new Random(1),
            Runnable::run);
    private final AtomicInteger readOns = new AtomicInteger();
    private final PublisherHold hold = new PublisherHold(hub, readOns::incrementAndGet);

    private void publish() {
        hub.publish(C, new Message("bob", Optional.empty(), Optional.empty(), "1"), sent -> hold.published(C));
    }

    @Test
    void holdsUntilTheReaderHasTakenEnough() {
        Inbox inbox = new Inbox(Inbox.WIDE);
        Hub.Following following = (Hub.Following) hub.follow(C, Start.with(0), KEPT, inbox);
        following.subscription().start();
        inbox.room = 0;
        for (int i = 0; i < KEPT && !hold.isHeld(); i++) {
            publish();
        }
        assertTrue(hold.isHeld());
        publish();
        assertEquals(0, readOns.get());
        inbox.room = Inbox.WIDE;
        following.subscription().resume();
        assertFalse(hold.isHeld());
        assertEquals(1, readOns.get());
    }

    /**
     * A log on a disk tells on another thread: if the publisher's own saw it held for a moment and stopped reading, nobody
     * would tell it to read on.
     */
    @Test
    void doesNotSeemToHoldWhereNobodyIsBehind() throws Exception {
        publish();
        ExecutorService teller = Executors.newSingleThreadExecutor();
        try {
            Future<?> telling = teller.submit(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    hold.published(C);
                }
            });
            int seen = 0;
            while (!telling.isDone()) {
                seen += hold.isHeld() ? 1 : 0;
            }
            telling.get(30, TimeUnit.SECONDS);
            assertEquals(0, seen);
        } finally {
            teller.shutdown();
        }
    }
}
