package dev.parley.hub.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.contract.ChannelLogContract;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.MessageId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InMemoryChannelLogTest extends ChannelLogContract {
    private static final int WEIGHT_OF_ONE =
            published(empty("e", 1, Long.MAX_VALUE), draft("1")).weight();

    @Override
    protected ChannelLog empty(int maxMessages) {
        return empty("e", maxMessages, Long.MAX_VALUE);
    }

    private static ChannelLog empty(String epoch, int maxMessages, long maxBytes) {
        return new InMemoryChannelLog(
                epoch, new LogBounds(maxMessages, maxBytes), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE));
    }

    @ParameterizedTest(name = "{1} of 9 publications fit into {0} times the weight of one")
    @CsvSource({"0, 1", "1, 1", "2, 2", "8, 8", "9, 9", "10, 9"})
    void dropsTheOldestBeyondItsBytes(int room, int kept) {
        ChannelLog log = empty("e", MANY, Math.max(1, (long) room * WEIGHT_OF_ONE));
        for (int i = 1; i <= 9; i++) {
            append(log, draft(Integer.toString(i)));
        }
        assertEquals(9 - kept + 1, log.first());
        assertEquals(kept, log.read(0, MANY).size());
    }

    @ParameterizedTest(name = "{0} of 10 by count, room for {1} by bytes: {2}")
    @CsvSource({
        "0, 99, 0",
        "5, 99, 0",
        "6, 99, 1",
        "10, 99, 5",
        "25, 99, 20",
        "4, 8, 0",
        "5, 8, 1",
        "8, 8, 4",
        "20, 8, 16"
    })
    void tellsWhatIsInDanger(int appended, int room, int endangered) {
        ChannelLog log = empty("e", 10, Math.max(1, (long) room * WEIGHT_OF_ONE));
        for (int i = 1; i <= appended; i++) {
            published(log, draft("x"));
        }
        assertEquals(endangered, log.endangered());
    }

    @Test
    void keepsAPublicationThatIsTooBigAloneAndForgetsItWithTheNext() {
        ChannelLog log = empty("e", MANY, 10L * WEIGHT_OF_ONE);
        append(log, draft("1"));
        append(log, draft("x".repeat(10_000)));
        assertEquals(List.of(2L), offsets(log.read(0, MANY)));
        append(log, draft("3"));
        append(log, draft("4"));
        assertEquals(List.of(3L, 4L), offsets(log.read(0, MANY)));
    }

    @Test
    void forgetsClientsThatWereIdleForLongest() {
        ChannelLog log = empty("e", 1, Long.MAX_VALUE);
        int clients = ClientMessages.MAX_BYTES / 256; // each takes more
        for (int i = 0; i < clients; i++) {
            published(log, draft("client" + i, 1, "x"));
            assertEquals(new Appended.Duplicate(1), append(log, draft("client0", 1, "x")), "used again and again");
        }
        assertEquals(new Appended.Duplicate(clients), append(log, draft("client" + (clients - 1), 1, "x")));
        published(log, draft("client1", 1, "x"));
    }

    @Test
    void forgetsClientsAfterADay() {
        ChannelLog log = empty("e", 1, Long.MAX_VALUE);
        long day = Duration.ofDays(1).toMillis();
        published(log, at("ann", 0));
        published(log, at("bob", day - 1));
        published(log, at("cyd", day));
        published(log, at("ann", day));
        assertEquals(new Appended.Duplicate(2), append(log, at("bob", day)), "heard of again");
        published(log, at("dan", 2 * day - 1));
        assertEquals(new Appended.Duplicate(2), append(log, at("bob", 2 * day - 1)));
    }

    private static Draft at(String client, long time) {
        return new Draft(Optional.empty(), Optional.of(new MessageId(client, 1)), time, client, "x");
    }

    @Test
    void givesBackTheMemoryOfAllLogs() {
        ChannelMemory memory = new ChannelMemory(Long.MAX_VALUE);
        ChannelLog log = new InMemoryChannelLog("e", new LogBounds(5, Long.MAX_VALUE), Duration.ofDays(1), memory);
        for (int i = 1; i <= 100; i++) {
            published(log, draft("client" + i % 7, i, "x"));
        }
        assertTrue(memory.taken() > 0);
        log.close();
        assertEquals(0, memory.taken());
    }

    @Test
    void forgetsAllClientsButOneWhileTheMemoryOfAllLogsIsUsedUp() {
        ChannelLog log =
                new InMemoryChannelLog("e", new LogBounds(5, Long.MAX_VALUE), Duration.ofDays(1), new ChannelMemory(0));
        published(log, draft("ann", 1, "x"));
        assertEquals(new Appended.Duplicate(1), append(log, draft("ann", 1, "x")));
        published(log, draft("bob", 1, "x"));
        published(log, draft("ann", 1, "x"));
    }

    @Test
    void onlyLogsThatTakeMoreThanTheirPartGiveMemoryBack() {
        ChannelMemory memory = new ChannelMemory(10L * WEIGHT_OF_ONE);
        ChannelLog large = sharing(memory);
        ChannelLog small = sharing(memory);
        for (int i = 1; i <= 8; i++) {
            published(large, draft("1"));
        }
        for (int i = 1; i <= 5; i++) {
            published(small, draft("1"));
        }
        assertEquals(1, small.first());
        assertTrue(memory.isOver());
        large.expire(0);
        assertEquals(8 - 5 + 1, large.first());
        assertFalse(memory.isOver());
        published(small, draft("1"));
        assertEquals(2, small.first(), "it has its part, and the other one too");
        small.close();
        published(large, draft("1"));
        assertEquals(8 - 5 + 1, large.first(), "it has all for itself");
    }

    private static ChannelLog sharing(ChannelMemory memory) {
        return new InMemoryChannelLog("e", new LogBounds(MANY, Long.MAX_VALUE), Duration.ofDays(1), memory);
    }

    @Test
    void whatIsKnownOfClientsOutlastsALargeLogBeside() {
        ChannelMemory memory = new ChannelMemory(10_000);
        ChannelLog large = sharing(memory);
        ChannelLog small = sharing(memory);
        published(large, draft("x".repeat(10_000)));
        published(small, draft("ann", 1, "x"));
        published(small, draft("bob", 1, "x"));
        assertEquals(new Appended.Duplicate(1), append(small, draft("ann", 1, "x")));
    }

    @Test
    void dropsWhatIsTooOldAlsoTheLast() {
        ChannelMemory memory = new ChannelMemory(Long.MAX_VALUE);
        ChannelLog log = new InMemoryChannelLog("e", new LogBounds(5, Long.MAX_VALUE), Duration.ofMillis(10), memory);
        published(log, new Draft(Optional.empty(), Optional.empty(), 100, "ann", "old"));
        published(log, new Draft(Optional.empty(), Optional.empty(), 105, "ann", "new"));
        log.expire(110);
        assertEquals(1, log.first());
        log.expire(111);
        assertEquals(2, log.first());
        assertEquals(1, log.read(0, MANY).size());
        log.expire(50); // the clock was set back
        assertEquals(2, log.first());
        log.expire(116);
        assertEquals(3, log.first());
        assertEquals(2, log.top());
        assertEquals(List.of(), log.read(0, MANY));
        assertEquals(0, memory.taken());
        assertEquals(3, published(log, draft("x")).offset());
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
