package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadingProofTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HALF = ReadingProof.ASK;

    private final ReadingProof proof = new ReadingProof();

    private static ByteBuffer payload(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void coversAWindow() {
        assertTrue(proof.sends(ReadingProof.WINDOW));
        assertFalse(proof.sends(1));
    }

    @Test
    void asksAtHalfOfIt() {
        proof.sends(HALF - 1);
        assertFalse(proof.isDue(0));
        proof.sends(1);
        assertTrue(proof.isDue(0));
    }

    @Test
    void takesAPongForAllThatStoodBeforeItsPing() {
        proof.sends(HALF);
        proof.asks(payload("a"), 0);
        proof.sends(HALF);
        assertFalse(proof.isDue(SECOND)); // it is being asked
        proof.answered(payload("a"));
        assertTrue(proof.sends(HALF));
        assertFalse(proof.sends(1));
    }

    @Test
    void takesNoPongThatAnswersNothing() {
        proof.sends(ReadingProof.WINDOW);
        proof.answered(payload("made up"));
        proof.asks(payload("a"), 0);
        proof.answered(payload("b"));
        assertFalse(proof.sends(1));
        proof.answered(payload("a"));
        assertTrue(proof.sends(1));
        proof.sends(ReadingProof.WINDOW);
        proof.answered(payload("a")); // once more
        assertFalse(proof.sends(1));
    }

    @Test
    void readsThePayloadWithoutChangingIt() {
        ByteBuffer given = payload("abc");
        proof.sends(ReadingProof.WINDOW);
        proof.asks(given, 0);
        given.position(2);
        ByteBuffer pong = payload("abc");
        proof.answered(pong);
        assertEquals(3, pong.remaining());
        assertTrue(proof.sends(1));
    }

    @Test
    void asksAgainOneWhoDoesNotAnswer() {
        long now = Long.MAX_VALUE - 5; // nanoTime is any long
        proof.sends(ReadingProof.WINDOW);
        proof.asks(payload("a"), now);
        assertFalse(proof.isDue(now + 10 * SECOND - 1));
        assertTrue(proof.isDue(now + 10 * SECOND));
        proof.asks(payload("b"), now + 10 * SECOND);
        proof.answered(payload("a")); // too late
        assertFalse(proof.sends(1));
        proof.answered(payload("b"));
        assertTrue(proof.sends(1));
    }
}
