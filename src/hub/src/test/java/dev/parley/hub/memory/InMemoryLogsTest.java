package dev.parley.hub.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left of logs that are closed. */
class InMemoryLogsTest {
    private static final long START = 1_700_000_000_000L;

    private final ChannelMemory memory = new ChannelMemory(100_000);
    private final InMemoryLogs logs = logs(memory);

    private static InMemoryLogs logs(ChannelMemory memory) {
        return new InMemoryLogs(channel -> new LogBounds(10, 1 << 20), Duration.ofDays(1), memory, new Random(1));
    }

    private static Appended append(ChannelLog log, long number) {
        Draft draft = new Draft(Optional.empty(), Optional.of(new MessageId("ann", number)), START, "ann", "1");
        return log.append(draft, later -> {}).orElseThrow();
    }

    private ChannelLog used(String channel) {
        ChannelLog log = logs.open(channel);
        append(log, 1);
        append(log, 2);
        log.acknowledge("bob", 1);
        return log;
    }

    @Test
    void isEpochOffsetAndWhatIsKnownOfClients() {
        ChannelLog before = used("chat:a");
        before.close();
        ChannelLog after = logs.open("chat:a");
        assertEquals(before.epoch(), after.epoch());
        assertEquals(2, after.top());
        assertEquals(3, after.first());
        assertEquals(new Appended.Duplicate(2), append(after, 2));
        assertEquals(Optional.of(new StreamPosition(after.epoch(), 1)), after.acknowledged("bob"));
        append(after, 3);
        before.close(); // late: it is another one's
        assertEquals(3, after.first());
        assertEquals(3, after.top());
        assertEquals(1, after.read(0, 9).size());
    }

    @Test
    void isNothingWhereNothingWasPublished() {
        ChannelLog before = logs.open("chat:a");
        before.close();
        assertNotEquals(before.epoch(), logs.open("chat:a").epoch());
        assertEquals(0, memory.taken());
    }

    @Test
    void isKeptForThirtyDays() {
        ChannelLog a = used("chat:a");
        a.close();
        logs.sweep(START);
        ChannelLog b = used("chat:b");
        b.close();
        logs.sweep(START + Duration.ofDays(30).toMillis());
        ChannelLog again = logs.open("chat:a");
        assertEquals(a.epoch(), again.epoch());
        again.close();
        logs.sweep(START + Duration.ofDays(30).toMillis() + 1);
        assertNotEquals(b.epoch(), logs.open("chat:b").epoch());
        assertEquals(a.epoch(), logs.open("chat:a").epoch(), "it was used since");
    }

    @Test
    void isForgottenWhereTheMemoryIsUsedUp() {
        ChannelLog first = used("chat:a");
        first.close();
        ChannelLog second = used("chat:b");
        second.close();
        long both = memory.taken();
        assertTrue(both > 1000, both + " bytes");
        memory.take(100_001 - both);
        logs.sweep(START);
        assertEquals(second.epoch(), logs.open("chat:b").epoch());
        assertNotEquals(first.epoch(), logs.open("chat:a").epoch());
        memory.take(both);
        logs.sweep(START);
        memory.take(-memory.taken());
    }

    @Test
    void isBounded() {
        ChannelMemory much = new ChannelMemory(Long.MAX_VALUE);
        InMemoryLogs many = logs(much);
        ChannelLog first = many.open("chat:first");
        append(first, 1);
        first.close();
        for (int i = 0; i < InMemoryLogs.MOST_CLOSED; i++) {
            ChannelLog log = many.open("chat:" + i);
            log.append(new Draft(Optional.empty(), START, "ann", "1"), later -> {});
            log.close();
        }
        assertNotEquals(first.epoch(), many.open("chat:first").epoch());
    }
}
