package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;

/** A board of few keys and a reader of it. */
abstract class StateSubscriptionFixture {
    final Board board = new Board(Board.SMALL);
    final StateReader reader = new StateReader(Inbox.WIDE);

    @AfterEach
    final void leavesNothingUnsaid() {
        assertEquals("", reader.words());
        assertEquals(0, reader.failures().size());
    }

    void told(String words) {
        assertEquals(words, reader.words());
    }
}
