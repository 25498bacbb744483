package dev.parley.hub.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.contract.ChannelLogContract;
import dev.parley.hub.spi.ChannelLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InMemoryChannelLogTest extends ChannelLogContract {
    private static final int WEIGHT_OF_ONE =
            empty("e", 1, Long.MAX_VALUE).append(draft("1")).weight();

    @Override
    protected ChannelLog empty(int maxMessages) {
        return empty("e", maxMessages, Long.MAX_VALUE);
    }

    private static ChannelLog empty(String epoch, int maxMessages, long maxBytes) {
        return new InMemoryChannelLog(epoch, maxMessages, maxBytes, new LogMemory(Long.MAX_VALUE));
    }

    @ParameterizedTest(name = "{1} of 9 publications fit into {0} times the weight of one")
    @CsvSource({"0, 1", "1, 1", "2, 2", "8, 8", "9, 9", "10, 9"})
    void dropsTheOldestBeyondItsBytes(int room, int kept) {
        ChannelLog log = empty("e", MANY, (long) room * WEIGHT_OF_ONE);
        for (int i = 1; i <= 9; i++) {
            log.append(draft(Integer.toString(i)));
        }
        assertEquals(9 - kept + 1, log.first());
        assertEquals(kept, log.read(0, MANY).size());
    }

    @Test
    void keepsAPublicationThatIsTooBigAloneAndForgetsItWithTheNext() {
        ChannelLog log = empty("e", MANY, 10L * WEIGHT_OF_ONE);
        log.append(draft("1"));
        log.append(draft("x".repeat(10_000)));
        assertEquals(List.of(2L), offsets(log.read(0, MANY)));
        log.append(draft("3"));
        log.append(draft("4"));
        assertEquals(List.of(3L, 4L), offsets(log.read(0, MANY)));
    }

    @Test
    void hasTheEpochItWasGiven() {
        assertEquals("5f", empty("5f", 1, 1).epoch());
    }

    @Test
    void refusesToKeepNothing() {
        assertThrows(IllegalArgumentException.class, () -> empty("e", 0, 1));
    }
}
