package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When publishers have to wait for readers, and when not. */
class CongestionTest {
    private static final int KEPT = 1000;
    private static final String C = "c";

    private final Hub hub = new Hub(
            new Hub.Limits(9, 9, KEPT, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1)),
            () -> Instant.EPOCH,
            new Random(1),
            Runnable::run);
    private final AtomicInteger over = new AtomicInteger();
    private final List<Inbox> inboxes = new ArrayList<>();

    private Subscription follow(int room) {
        Inbox inbox = new Inbox(Inbox.WIDE);
        inboxes.add(inbox);
        Hub.Following following = (Hub.Following) hub.follow(C, Start.with(0), KEPT, inbox);
        following.subscription().start();
        inbox.take();
        inbox.room = room;
        return following.subscription();
    }

    private void publish(int times) {
        for (int i = 0; i < times; i++) {
            hub.publish(C, new Message("bob", Optional.empty(), Optional.empty(), "1"), sent -> {});
        }
    }

    private boolean isCongested() {
        return hub.isCongested(C, over::incrementAndGet);
    }

    @Test
    void beginsWhenHalfOfTheLogHasNotBeenTaken() {
        follow(0);
        publish(KEPT / 2);
        assertFalse(isCongested());
        publish(1);
        publish(1); // the walk sees it in the next round
        assertTrue(isCongested());
        assertEquals(0, over.get());
    }

    @Test
    void endsWhenTheReaderHasTakenEnoughAndNothingIsMissing() {
        Subscription slow = follow(0);
        Inbox inbox = inboxes.get(0);
        int published = 0;
        while (published < 5000) {
            publish(1);
            published++;
            if (isCongested()) {
                int before = over.get();
                inbox.room = 100;
                slow.resume();
                assertEquals(before + 1, over.get(), "told once, by then");
            }
        }
        inbox.room = Inbox.WIDE;
        slow.resume();
        assertEquals("1..5000", inbox.take());
    }

    @Test
    void isNoMatterOfASmallPartOfTheReaders() {
        follow(0);
        follow(Inbox.WIDE);
        follow(Inbox.WIDE);
        publish(2 * KEPT);
        assertFalse(isCongested());
        assertEquals("1.." + 2 * KEPT, inboxes.get(1).take());
    }

    @Test
    void isNoMatterOfReadersThatDoNotMove() {
        Subscription frozen = follow(0);
        publish(KEPT);
        assertTrue(isCongested());
        for (int i = 0; i < 4; i++) {
            hub.sweep();
            assertEquals(0, over.get());
        }
        hub.sweep();
        assertEquals(1, over.get());
        assertFalse(isCongested());
        publish(KEPT);
        assertFalse(isCongested());
        inboxes.get(0).room = 1; // it moves again, and counts again
        frozen.resume();
        publish(1);
        assertTrue(isCongested());
    }

    @Test
    void endsWhenThoseWhoWereBehindLeave() {
        Subscription slow = follow(0);
        publish(KEPT);
        assertTrue(isCongested());
        slow.close();
        assertEquals(1, over.get());
        assertFalse(isCongested());
    }

    @Test
    void endsWhenMoreFollowWhoAreNotBehind() {
        follow(0);
        publish(KEPT);
        assertTrue(isCongested());
        follow(Inbox.WIDE);
        assertEquals(0, over.get(), "half are behind");
        follow(Inbox.WIDE);
        assertEquals(1, over.get());
        assertFalse(isCongested());
    }

    @Test
    void doesNotCountThoseWhoHaveLeft() {
        Subscription gone = follow(0);
        follow(Inbox.WIDE);
        gone.close();
        gone.look(KEPT);
        assertFalse(isCongested());
    }

    @Test
    void isNotInAChannelThatDoesNotExist() {
        assertFalse(isCongested());
    }
}
