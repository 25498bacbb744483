package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each log in a database keeps what is said of its channel. */
class LogBoundsTest {
    private static final long NOW = 1_700_000_000_000L;

    private long now = NOW;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path files;

    private static LogBounds bounds(String channel) {
        return switch (channel) {
            case "chat:few" -> new LogBounds(3, 1 << 20);
            case "chat:light" -> new LogBounds(1000, 1);
            default -> new LogBounds(1000, 1 << 20);
        };
    }

    @Test
    void holdForTheLogOfEachChannel() throws Exception {
        try (JdbcLogs logs = open(LogBoundsTest::bounds)) {
            assertEquals(18, fill(logs.open("chat:few")).first());
            assertEquals(20, fill(logs.open("chat:light")).first());
            assertEquals(1, fill(logs.open("chat:other")).first());
        }
        try (JdbcLogs logs = open(LogBoundsTest::bounds)) {
            assertEquals(18, logs.open("chat:few").first());
            assertEquals(20, logs.open("chat:light").first());
            assertEquals(1, logs.open("chat:other").first());
        }
    }

    @Test
    void sayHowOldPublicationsGet() throws Exception {
        LogBounds brief = new LogBounds(1000, 1 << 20, Optional.of(Duration.ofMinutes(1)));
        try (JdbcLogs logs = open(channel -> channel.equals("chat:brief") ? brief : bounds(channel))) {
            ChannelLog log = fill(logs.open("chat:brief"));
            ChannelLog other = fill(logs.open("chat:other"));
            now += Duration.ofMinutes(2).toMillis();
            logs.trimmer().trimOpened();
            assertEquals(21, log.first());
            assertEquals(1, other.first());
            log.close();
            assertEquals(21, logs.open("chat:brief").first());
        }
    }

    @Test
    void holdAnewWhenTheyHaveChanged() throws Exception {
        try (JdbcLogs logs = open(LogBoundsTest::bounds)) {
            fill(logs.open("chat:other"));
        }
        try (JdbcLogs logs = open(channel -> new LogBounds(5, 1 << 20))) {
            ChannelLog log = logs.open("chat:other");
            assertEquals(16, log.first());
            assertEquals(5, log.read(0, 100).size());
        }
    }

    private JdbcLogs open(Function<String, LogBounds> bounds) {
        StoreOptions d = StoreOptions.DEFAULTS;
        StoreOptions options =
                new StoreOptions(d.synced(), bounds, d.age(), d.waiting(), d.retry(), d.timeout(), Optional.empty());
        return JdbcLogs.open(
                UrlDataSource.inDirectory(files.resolve("db")),
                options,
                new ChannelMemory(Long.MAX_VALUE),
                () -> Instant.ofEpochMilli(now),
                new Random(1),
                Duration.ofDays(1)); // the test does the trimming
    }

    private static ChannelLog fill(ChannelLog log) throws Exception {
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Appended> outcome = new CompletableFuture<>();
            log.append(new Draft(Optional.empty(), Optional.empty(), NOW, "ann", "\"x\""), outcome::complete)
                    .ifPresent(outcome::complete);
            assertEquals(Appended.New.class, outcome.get(60, TimeUnit.SECONDS).getClass());
        }
        return log;
    }
}
