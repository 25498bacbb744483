package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What one reader is told is made once for all who stand at the same place. */
class StateSharingTest extends StateSubscriptionFixture {
    private Delivery last(StateReader of) {
        List<Delivery> all = of.take();
        return all.get(all.size() - 1);
    }

    @Test
    void makesOneDeliveryForAllWhoStandAtTheSamePlace() {
        StateReader other = new StateReader(Inbox.WIDE);
        StateSubscription subscription = board.read(other);
        board.read(reader);
        board.set("a=1");
        assertSame(last(reader), last(other));
        other.room = 0;
        board.set("a=2");
        assertEquals("upd@2 a=2", reader.words());
        StateReader third = new StateReader(Inbox.WIDE);
        board.readSince(1, third);
        other.room = Inbox.WIDE;
        subscription.resume();
        assertEquals("upd@2 a=2", other.words());
        board.set("a=3");
        Delivery told = last(reader);
        assertSame(told, last(other));
        assertSame(told, last(third));
    }

    @Test
    void makesOneSnapshotForAllWhoComeBetweenTwoChanges() {
        board.set("a=1", "b=1");
        StateReader other = new StateReader(Inbox.WIDE);
        board.read(reader);
        board.read(other);
        Delivery snapshot = reader.take().get(0);
        assertSame(snapshot, other.take().get(0));
        board.set("b=2");
        reader.take();
        StateReader third = new StateReader(Inbox.WIDE);
        board.read(third);
        assertNotSame(snapshot, third.take().get(0));
        assertEquals(reader.values(), third.values());
    }

    @Test
    void doesNotHoldUpTheOthersWhoseReaderIsFull() {
        StateReader full = new StateReader(0);
        board.read(full);
        board.read(reader);
        reader.take();
        board.set("a=1", "a=2");
        told("upd@1 a=1, upd@2 a=2");
        assertTrue(full.take().isEmpty());
    }
}
