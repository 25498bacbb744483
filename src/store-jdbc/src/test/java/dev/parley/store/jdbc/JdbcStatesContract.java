package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.contract.StateStoreContract;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StoreFullException;
import dev.parley.hub.spi.StoredState;
import dev.parley.hub.spi.StoredState.Taken;
import dev.parley.store.jdbc.Fragile.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of channels on databases that a subclass makes, at a time that the test sets. */
abstract class JdbcStatesContract extends StateStoreContract {
    /** Of two groups and a probe; H2 commits a group four times, and more often if it was kept waiting. */
    private static final int MOST_COMMITS = 40;

    private static final int MANY = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Deque<JdbcLogs> open = new ArrayDeque<>();
    private final Heard heard = new Heard();
    private Optional<DataSource> database = Optional.empty();
    private long millis = 1_700_000_000_000L;
    private int seed;

    /** Makes a database without tables. */
    protected abstract DataSource fresh() throws Exception;

    @AfterEach
    void closeAll() {
        open.forEach(JdbcLogs::close);
    }

    private DataSource database() {
        try {
            return fresh();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JdbcLogs logs(DataSource on) {
        StoreOptions d = StoreOptions.DEFAULTS;
        StoreOptions options = new StoreOptions(
                d.synced(),
                d.bounds(),
                d.age(),
                d.waiting(),
                Duration.ofMillis(20),
                Duration.ofSeconds(30),
                Optional.of(directory.resolve("witness")));
        JdbcLogs logs = JdbcLogs.open(
                on,
                options,
                new ChannelMemory(Long.MAX_VALUE),
                () -> Instant.ofEpochMilli(millis),
                new Random(++seed),
                Duration.ofDays(1)); // the test does the trimming
        open.push(logs);
        return logs;
    }

    @Override
    protected StateStore store() {
        DataSource made = database();
        database = Optional.of(made);
        return logs(made).states(MANY);
    }

    @Override
    protected StateStore restarted() {
        open.pop().close();
        return logs(database.orElseThrow()).states(MANY);
    }

    private static StateContent kept(JdbcLogs logs) {
        return logs.states(MANY).open(A).content();
    }

    @Test
    void writesOfAKeyThatChangesOftenTheLast() {
        Fragile fragile = new Fragile(database());
        JdbcLogs logs = logs(fragile);
        StoredState state = open(logs.states(MANY), A, heard);
        keep(state, heard, write(1, "k", "1"));
        int before = fragile.commits();
        fragile.holdCommits(true);
        for (int number = 2; number <= 500; number++) {
            assertEquals(Taken.LATER, state.write(sent(number, "k", Integer.toString(number), "ann")));
        }
        fragile.holdCommits(false);
        heard.awaitKept(500);
        int commits = fragile.commits() - before;
        assertTrue(commits <= MOST_COMMITS, commits + " commits of 499 changes");
        state.close();
        StateContent content = kept(logs);
        assertEquals("[k=500@500]", keys(content));
        assertEquals(499, content.sent().size());
    }

    @Test
    void writesValuesAndMessagesInOneTransaction() throws Exception {
        Fragile fragile = new Fragile(database());
        JdbcLogs logs = logs(fragile);
        StoredState state = open(logs.states(MANY), A, heard);
        ChannelLog log = logs.open("chat:a");
        keep(state, heard, write(1, "k", "1"));
        int before = fragile.commits();
        fragile.holdCommits(true);
        CompletableFuture<Appended> appended = new CompletableFuture<>();
        for (int number = 2; number <= 100; number++) {
            state.write(write(number, "k" + number, "1"));
            log.append(new Draft(Optional.empty(), millis, "ann", "1"), appended::complete);
        }
        fragile.holdCommits(false);
        heard.awaitKept(100);
        appended.get(60, TimeUnit.SECONDS);
        int commits = fragile.commits() - before;
        assertTrue(commits <= MOST_COMMITS, commits + " commits");
    }

    @Test
    void tellsLaterOfWhatWasCommittedThoughTheCommitSeemedToFail() throws Exception {
        Fragile fragile = new Fragile(database());
        JdbcLogs logs = logs(fragile);
        StoredState state = open(logs.states(MANY), A, heard);
        keep(state, heard, write(1, "k", "1"));
        fragile.fault = Fault.AFTER_COMMIT;
        state.write(sent(2, "k", "2", "ann"));
        assertEquals("lost", heard.next());
        JdbcLogsFixture.await(logs, false);
        assertEquals(Taken.REFUSED, state.write(write(3, "k", "3")));
        assertThrows(LogUnavailableException.class, () -> logs.states(MANY).open("sync:b"));
        fragile.fault = Fault.NONE;
        assertEquals("found 2 [k=2@2]", heard.next());
        JdbcLogsFixture.await(logs, true);
        keep(state, heard, write(3, "k", "3"));
        state.close();
        assertEquals("[k=3@3]", keys(kept(logs)));
    }

    @Test
    void forgetsWhatWasNotCommitted() throws Exception {
        Fragile fragile = new Fragile(database());
        JdbcLogs logs = logs(fragile);
        StoredState state = open(logs.states(MANY), A, heard);
        fragile.fault = Fault.BEFORE_COMMIT;
        state.write(write(1, "k", "1"));
        assertEquals("lost", heard.next());
        JdbcLogsFixture.await(logs, false);
        fragile.fault = Fault.NONE;
        JdbcLogsFixture.await(logs, true);
        keep(state, heard, write(1, "k", "other"));
        state.close();
        assertEquals("[k=other@1]", keys(kept(logs)));
    }

    /** Takes the last change away, as if an older copy of the database had been put in its place. */
    private static void restore(DataSource older) throws Exception {
        JdbcLogsFixture.change(
                older,
                "DELETE FROM parley_value WHERE version > 1",
                "UPDATE parley_channel SET top = 1",
                "UPDATE parley_store SET commits = commits - 1");
    }

    @Test
    void beginsANewEpochOnADatabaseThatIsOlderThanWhatItHasTold() throws Exception {
        DataSource real = database();
        Fragile fragile = new Fragile(real);
        JdbcLogs logs = logs(fragile);
        StoredState state = open(logs.states(MANY), A, heard);
        keep(state, heard, write(1, "k", "1"));
        keep(state, heard, write(2, "l", "2"));
        fragile.fault = Fault.DOWN;
        JdbcLogsFixture.await(logs, false);
        restore(real);
        fragile.fault = Fault.NONE;
        assertEquals("ended", heard.next());
        JdbcLogsFixture.await(logs, true);
        assertEquals(Taken.REFUSED, state.write(write(3, "k", "3")));
        state.close();
        StoredState next = logs.states(MANY).open(A);
        assertNotEquals(state.epoch(), next.epoch());
        assertEquals("[k=1@1]", keys(next.content()));
    }

    @Test
    void noticesAfterARestartTooThatTheDatabaseIsOlder() throws Exception {
        DataSource real = database();
        JdbcLogs logs = logs(real);
        StoredState state = open(logs.states(MANY), A, heard);
        keep(state, heard, write(1, "k", "1"));
        keep(state, heard, write(2, "l", "2"));
        logs.close();
        restore(real);
        StoredState after = logs(real).states(MANY).open(A);
        assertNotEquals(state.epoch(), after.epoch());
        assertEquals("[k=1@1]", keys(after.content()));
    }

    @Test
    void refusesAChannelMoreThanItMayHave() {
        JdbcLogs logs = logs(database());
        StateStore few = logs.states(1);
        StoredState first = open(few, A, heard);
        keep(first, heard, write(1, "k", "1"));
        first.close();
        StoreFullException refusal = assertThrows(StoreFullException.class, () -> few.open("sync:b"));
        assertEquals("1 channels have values in the database; 1 may", refusal.getMessage());
        assertEquals("[k=1@1]", keys(few.open(A).content()), "what is there is opened");
        logs.states(2).open("sync:b");
    }

    @Test
    void forgetsChannelsThatWereNotUsedForAMonth() throws Exception {
        DataSource real = database();
        JdbcLogs logs = logs(real);
        StateStore store = logs.states(MANY);
        for (String channel : List.of(A, "sync:b", "sync:c")) {
            Heard each = new Heard();
            StoredState state = open(store, channel, each);
            keep(state, each, write(1, "k", "1"));
            state.close();
        }
        logs.trimmer().trimAll();
        StoredState used = store.open("sync:b");
        millis += Duration.ofDays(29).toMillis();
        store.open("sync:c").close(); // is a use
        logs.trimmer().trimAll();
        assertEquals(3, JdbcLogsFixture.ask(real, "SELECT COUNT(*) FROM parley_value"));
        millis += Duration.ofDays(2).toMillis();
        used.close();
        logs.trimmer().trimAll();
        assertEquals(2, JdbcLogsFixture.ask(real, "SELECT COUNT(*) FROM parley_value"));
        assertEquals(2, logs.keptStates().get());
        assertEquals(StateContent.NONE, store.open(A).content());
        assertEquals("[k=1@1]", keys(store.open("sync:b").content()));
    }

    @Test
    void writesAgainWhatWasDeletedWhileItWasOpen() throws Exception {
        DataSource real = database();
        JdbcLogs logs = logs(real);
        StoredState state = open(logs.states(MANY), A, heard);
        keep(state, heard, write(1, "k", "1"));
        logs.close();
        JdbcLogs next = logs(real);
        Heard later = new Heard();
        StoredState again = open(next.states(MANY), A, later);
        JdbcLogsFixture.change(real, "DELETE FROM parley_channel"); // nobody does
        keep(again, later, write(1, "l", "2"));
        assertEquals(1, JdbcLogsFixture.ask(real, "SELECT COUNT(*) FROM parley_channel WHERE has_values = 1"));
    }

    @Test
    void remembersTheLastNumbersOfClients() throws Exception {
        JdbcLogs logs = logs(database());
        StoredState state = open(logs.states(MANY), A, heard);
        for (int number = 1; number <= 9; number++) {
            keep(state, heard, sent(number, "k", "1", "c" + number % 3));
        }
        state.close();
        JdbcState again = (JdbcState) logs.states(MANY).open(A);
        logs.trimmer().states().trimSent(again.id(), 4);
        StateContent content = kept(logs);
        assertEquals(
                List.of(6L, 7L, 8L, 9L),
                content.sent().stream().map(change -> change.version()).toList());
    }

    @Test
    void bringsTablesOfAnEarlierVersionToThisOne() throws Exception {
        DataSource real = database();
        JdbcLogs logs = logs(real);
        ChannelLog log = logs.open("chat:a");
        CompletableFuture<Appended> appended = new CompletableFuture<>();
        log.append(new Draft(Optional.empty(), millis, "ann", "1"), appended::complete);
        appended.get(60, TimeUnit.SECONDS);
        logs.close();
        JdbcLogsFixture.change(
                real,
                "DROP TABLE parley_value",
                "DROP INDEX parley_sent_off",
                "ALTER TABLE parley_channel DROP COLUMN forgotten",
                "ALTER TABLE parley_channel DROP COLUMN has_values",
                "DELETE FROM parley_schema WHERE version = 3");
        JdbcLogs next = logs(real);
        assertEquals(1, next.open("chat:a").top());
        StoredState state = open(next.states(MANY), A, heard);
        keep(state, heard, write(1, "k", "1"));
        state.close();
        assertEquals("[k=1@1]", keys(kept(next)));
    }

    @Test
    void keepsTextsThatAreTooLongOutOfTheDatabase() {
        StoredState state = open(logs(database()).states(MANY), A, heard);
        String longest = "x".repeat(1 << 20);
        assertThrows(IllegalArgumentException.class, () -> state.write(write(1, "k", longest + "x")));
        assertThrows(IllegalArgumentException.class, () -> state.write(write(1, "a\0b", "1")));
        keep(state, heard, write(1, "k", longest));
        assertFalse(state.content().version() != 0);
    }
}
