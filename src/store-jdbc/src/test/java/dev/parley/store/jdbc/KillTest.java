package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Publication;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is killed while it publishes: what it was told is there, once. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // several processes, on a machine that may be busy
class KillTest {
    private static final int ROUNDS = 3;
    private static final int MESSAGES = 150;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"log", "sync"})
    void losesNothingThatWasAcknowledgedAndDoublesNothing(String level) throws Exception {
        Map<Long, Long> all = new HashMap<>();
        String epoch = "";
        for (int round = 0; round < ROUNDS; round++) {
            long from = all.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
            Map<Long, Long> told = Killed.after(
                    MESSAGES,
                    Publisher.class,
                    directory.toString(),
                    level,
                    Long.toString(Math.max(1, from - 20))); // the last ones again
            told.forEach((number, offset) ->
                    assertEquals(offset, all.getOrDefault(number, offset), "message " + number + " moved"));
            all.putAll(told);
            try (JdbcLogs logs = open()) {
                ChannelLog log = logs.open("chat:a");
                assertEquals(epoch.isEmpty() ? log.epoch() : epoch, log.epoch());
                epoch = log.epoch();
                check(log, all);
            }
        }
    }

    private JdbcLogs open() {
        StoreOptions options = StoreOptions.DEFAULTS.keeping(1_000_000, Long.MAX_VALUE, StoreOptions.DEFAULTS.age());
        return JdbcLogs.open(
                UrlDataSource.inDirectory(directory),
                options,
                new ChannelMemory(Long.MAX_VALUE),
                InstantSource.system(),
                new Random(1));
    }

    private static void check(ChannelLog log, Map<Long, Long> told) throws Exception {
        Map<Long, Long> stored = new HashMap<>();
        long offset = log.first() - 1;
        while (offset < log.top()) {
            List<Publication> page = log.read(offset, 500);
            assertTrue(!page.isEmpty(), "nothing after " + offset + " of " + log.top());
            for (Publication publication : page) {
                assertEquals(++offset, publication.offset());
                Long before = stored.put(Long.parseLong(publication.data()), offset);
                assertEquals(null, before, "message " + publication.data() + " is there twice");
            }
        }
        told.forEach((number, at) -> assertEquals(at, stored.get(number), "message " + number));
        // What is in the log though nobody was told: sent again, it is known.
        for (Map.Entry<Long, Long> last : stored.entrySet()) {
            if (last.getValue() == log.top()) {
                CompletableFuture<Appended> again = new CompletableFuture<>();
                log.append(Publisher.draft(last.getKey()), again::complete).ifPresent(again::complete);
                Appended outcome = again.get(60, TimeUnit.SECONDS);
                assertEquals(
                        last.getValue(),
                        assertInstanceOf(Appended.Duplicate.class, outcome).offset());
            }
        }
    }
}
