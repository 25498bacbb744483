package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Publication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is killed while it publishes: what it was told is there, once. */
class KillTest {
    private static final int ROUNDS = 3;
    private static final int MESSAGES = 150;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** Runs a process until it was told of enough messages, and kills it; what it was told: offsets by number. */
    private Map<Long, Long> publishAndKill(String level, long from) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Publisher.class.getName(),
                        directory.toString(),
                        level,
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<Long, Long> told = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && !words[1].isEmpty()) { // the last line may be cut off
                    told.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
                }
                if (told.size() == MESSAGES) {
                    process.toHandle().destroyForcibly(); // SIGKILL; what it had printed before is read to the end
                }
            }
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        }
        assertTrue(told.size() >= MESSAGES, "the process ended by itself after " + told.size() + " messages");
        return told;
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "sync"})
    void losesNothingThatWasAcknowledgedAndDoublesNothing(String level) throws Exception {
        Map<Long, Long> all = new HashMap<>();
        String epoch = "";
        for (int round = 0; round < ROUNDS; round++) {
            long from = all.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
            Map<Long, Long> told = publishAndKill(level, Math.max(1, from - 20)); // the last ones again
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
