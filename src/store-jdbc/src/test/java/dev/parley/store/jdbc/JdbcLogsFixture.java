package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.contract.ChannelLogContract;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Logs on databases that a subclass makes, at a time that the test sets. */
abstract class JdbcLogsFixture extends ChannelLogContract {
    static final Duration AGES = Duration.ofDays(365_000);
    static final String A = "chat:a";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    final Deque<JdbcLogs> open = new ArrayDeque<>();
    final ChannelMemory memory = new ChannelMemory(Long.MAX_VALUE);
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    long millis = 1_700_000_000_000L;
    int seed;

    /** Makes a database without tables. */
    protected abstract DataSource fresh() throws Exception;

    @AfterEach
    void closeAll() {
        open.forEach(JdbcLogs::close);
    }

    @Override
    protected ChannelLog empty(int maxMessages) {
        return logs(database(), options().keeping(maxMessages, Long.MAX_VALUE, AGES))
                .open(A);
    }

    protected final DataSource database() {
        try {
            return fresh();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    StoreOptions options() {
        return new StoreOptions(
                channel -> true,
                channel -> new LogBounds(MANY, Long.MAX_VALUE),
                AGES,
                StoreOptions.DEFAULTS.waiting(),
                Duration.ofMillis(20),
                Duration.ofSeconds(30),
                Optional.of(directory.resolve("witness")));
    }

    JdbcLogs logs(DataSource database, StoreOptions options) {
        JdbcLogs logs = JdbcLogs.open(
                database,
                options,
                memory,
                () -> Instant.ofEpochMilli(millis),
                new Random(++seed),
                Duration.ofDays(1)); // the test does the trimming
        open.push(logs);
        return logs;
    }

    protected final JdbcLogs logs(DataSource database) {
        return logs(database, options());
    }

    Draft sent(String client, long number, String data) {
        return new Draft(Optional.empty(), Optional.of(new MessageId(client, number)), millis, client, data);
    }

    void listenTo(ChannelLog log) {
        log.listen(new ChannelLog.Listener() {
            @Override
            public void appended(List<Publication> publications) {
                publications.forEach(publication -> told.add(publication.offset() + "=" + publication.data()));
            }

            @Override
            public void ended() {
                told.add("ended");
            }
        });
    }

    /** Waits until the database can be used, or cannot. */
    protected static void await(JdbcLogs logs, boolean available) throws Exception {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        logs.listen(is -> {
            if (is == available) {
                reached.complete(true);
            }
        });
        reached.get(60, TimeUnit.SECONDS);
    }

    static long ask(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertTrue(row.next());
            return row.getLong(1);
        }
    }

    static void change(DataSource database, String... changes) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String change : changes) {
                statement.execute(change);
            }
        }
    }
}
