package dev.parley.hub.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private final ChannelMemory memory = new ChannelMemory(Long.MAX_VALUE);
    private final Acknowledgements all = new Acknowledgements(memory);

    @Test
    void onlyRise() {
        assertEquals(OptionalLong.empty(), all.of("ann"));
        assertTrue(all.add("ann", 5));
        assertFalse(all.add("ann", 5));
        assertFalse(all.add("ann", 4));
        assertEquals(OptionalLong.of(5), all.of("ann"));
        assertTrue(all.add("ann", 6));
        assertEquals(OptionalLong.of(6), all.of("ann"));
        assertEquals(OptionalLong.empty(), all.of("bob"));
    }

    @Test
    void areForgottenOfThoseWhoHaveSaidNothingForLongest() {
        all.add("first", 1);
        all.add("second", 1);
        for (int i = 3; i <= Acknowledgements.MOST; i++) {
            all.add("c" + i, 1);
        }
        all.add("first", 2); // not the one of longest ago any more
        all.add("one more", 1);
        assertEquals(OptionalLong.of(2), all.of("first"));
        assertEquals(OptionalLong.empty(), all.of("second"));
        assertEquals(OptionalLong.of(1), all.of("c3"));
    }

    @Test
    void areForgottenWhereThereIsNoMemoryButForOne() {
        Acknowledgements poor = new Acknowledgements(new ChannelMemory(0));
        poor.add("ann", 1);
        poor.add("bob", 2);
        assertEquals(OptionalLong.empty(), poor.of("ann"));
        assertEquals(OptionalLong.of(2), poor.of("bob"));
    }

    @Test
    void giveTheirMemoryBack() {
        for (int i = 0; i < 2 * Acknowledgements.MOST; i++) {
            all.add("c" + i, i);
        }
        assertTrue(memory.taken() > 0);
        all.clear();
        assertEquals(0, memory.taken());
    }
}
