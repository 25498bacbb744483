package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import dev.parley.store.jdbc.Fragile.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What logs on any database promise beyond what every log does. */
abstract class JdbcLogsContract extends JdbcTrimmingContract {
    /** Of two groups and a probe; H2 commits a group four times, and more often if it was kept waiting. */
    private static final int MOST_COMMITS = 40;

    @Test
    void goesOnWhereItWas() {
        DataSource database = database();
        JdbcLogs first = logs(database);
        ChannelLog before = first.open(A);
        appendAll(before, 700, number -> sent("ann", number, "d" + number)); // more than are kept in memory
        List<Publication> all = before.read(0, MANY);
        first.close();
        ChannelLog after = logs(database).open(A);
        assertEquals(before.epoch(), after.epoch());
        assertEquals(700, after.top());
        assertEquals(1, after.first());
        assertEquals(LongStream.rangeClosed(1, 700).boxed().toList(), offsets(after.read(0, MANY)));
        assertEquals(all, after.read(0, MANY));
        assertEquals(all.subList(690, 695), after.read(690, 5));
        assertEquals(701, published(after, sent("ann", 701, "x")).offset());
        assertEquals(LongStream.rangeClosed(600, 701).boxed().toList(), offsets(after.read(599, MANY)));
    }

    @Test
    void knowsMessagesAgainAfterARestartWhetherTheyAreKeptOrNot() throws Exception {
        DataSource database = database();
        StoreOptions few = options().keeping(10, Long.MAX_VALUE, AGES);
        JdbcLogs first = logs(database, few);
        ChannelLog before = first.open(A);
        appendAll(before, 300, number -> sent("ann", number, "d" + number));
        first.trimmer().trimOpened();
        assertEquals(10, ask(database, "SELECT COUNT(*) FROM parley_publication"));
        assertEquals(290, ask(database, "SELECT COUNT(*) FROM parley_sent"));
        first.close();
        ChannelLog after = logs(database, few).open(A);
        assertEquals(291, after.first());
        assertEquals(new Appended.Duplicate(1), append(after, sent("ann", 1, "d1")));
        assertEquals(new Appended.Duplicate(290), append(after, sent("ann", 290, "d290")));
        assertEquals(new Appended.Duplicate(300), append(after, sent("ann", 300, "d300")));
        assertEquals(new Appended.Reused(7), append(after, sent("ann", 7, "other")));
        assertEquals(301, published(after, sent("bob", 7, "d7")).offset());
    }

    @Test
    void saysAfterARestartTooThatAMessageIsTooOldToBeKnown() {
        DataSource database = database();
        JdbcLogs first = logs(database);
        ChannelLog before = first.open(A);
        appendAll(before, ChannelLog.REMEMBERED + 5, number -> sent("ann", number, "x"));
        first.close();
        ChannelLog after = logs(database).open(A);
        assertEquals(new Appended.Forgotten(), append(after, sent("ann", 5, "x")));
        assertEquals(new Appended.Duplicate(6), append(after, sent("ann", 6, "x")));
    }

    @Test
    void writesInOneTransactionWhatWaitsTogether() {
        Fragile database = new Fragile(database());
        ChannelLog log = logs(database).open(A);
        append(log, draft("first"));
        int before = database.commits();
        database.holdCommits(true);
        List<CompletableFuture<Appended>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(begun(log, draft("x")));
        }
        assertFalse(log.isSettled());
        database.holdCommits(false);
        all.forEach(JdbcLogsContract::settled);
        int transactions = database.commits() - before;
        assertTrue(transactions <= MOST_COMMITS, transactions + " commits of 500 messages");
    }

    @Test
    void knowsAMessageAgainThatIsInTheSameTransaction() {
        Fragile database = new Fragile(database());
        ChannelMemory none = new ChannelMemory(1); // so that of one client at a time is known what it sent
        JdbcLogs logs = JdbcLogs.open(database, options(), none, Instant::now, new Random(), AGES);
        open.push(logs);
        ChannelLog log = logs.open(A);
        append(log, draft("first"));
        database.holdCommits(true);
        CompletableFuture<Appended> held = begun(log, draft("held"));
        List<CompletableFuture<Appended>> all = new ArrayList<>();
        for (long number = 1; number <= 40; number++) {
            all.add(begun(log, sent("ann", number, "x")));
        }
        CompletableFuture<Appended> between = begun(log, sent("bob", 1, "x"));
        CompletableFuture<Appended> last = begun(log, sent("ann", 40, "x"));
        CompletableFuture<Appended> first = begun(log, sent("ann", 1, "x"));
        database.holdCommits(false);
        settled(held);
        settled(between);
        assertEquals(
                LongStream.rangeClosed(3, 42).boxed().toList(),
                all.stream()
                        .map(each ->
                                ((Appended.New) settled(each)).publication().offset())
                        .toList());
        assertEquals(new Appended.Duplicate(42), settled(last));
        assertEquals(new Appended.Duplicate(3), settled(first));
    }

    @Test
    void refusesWhatFindsTooMuchWaiting() {
        Fragile database = new Fragile(database());
        StoreOptions o = options();
        ChannelLog log = logs(
                        database,
                        new StoreOptions(
                                o.synced(), o.bounds(), AGES, 10_000, o.retry(), o.timeout(), Optional.empty()))
                .open(A);
        append(log, draft("first"));
        database.holdCommits(true);
        List<CompletableFuture<Appended>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(begun(log, draft("x".repeat(500))));
        }
        database.holdCommits(false);
        List<Appended> outcomes = all.stream().map(JdbcLogsContract::settled).toList();
        long stored = outcomes.stream().filter(Appended.New.class::isInstance).count();
        assertTrue(stored >= 5 && stored < 50, stored + " of 50 were stored");
        assertEquals(50 - stored, Collections.frequency(outcomes, new Appended.Unavailable()));
        assertEquals(stored + 1, log.top());
    }

    @Test
    void tellsLaterOfWhatWasCommittedThoughTheCommitSeemedToFail() throws Exception {
        Fragile database = new Fragile(database());
        JdbcLogs logs = logs(database);
        ChannelLog log = logs.open(A);
        listenTo(log);
        append(log, sent("ann", 1, "one"));
        database.fault = Fault.AFTER_COMMIT;
        assertEquals(new Appended.Unavailable(), append(log, sent("ann", 2, "two")));
        await(logs, false);
        assertEquals(new Appended.Unavailable(), append(log, sent("ann", 2, "two")));
        assertEquals(1, log.top());
        assertEquals(List.of(1L), offsets(log.read(0, 5)), "what is in memory can be read");
        assertThrows(LogUnavailableException.class, () -> logs.open("chat:b"));
        database.fault = Fault.NONE;
        await(logs, true);
        assertEquals(new Appended.Duplicate(2), append(log, sent("ann", 2, "two")));
        append(log, sent("ann", 3, "three"));
        assertEquals(List.of("1=one", "2=two", "3=three"), told);
    }

    @Test
    void forgetsWhatWasNotCommitted() throws Exception {
        Fragile database = new Fragile(database());
        JdbcLogs logs = logs(database);
        ChannelLog log = logs.open(A);
        listenTo(log);
        database.fault = Fault.BEFORE_COMMIT;
        assertEquals(new Appended.Unavailable(), append(log, sent("ann", 1, "one")));
        await(logs, false);
        database.fault = Fault.NONE;
        await(logs, true);
        assertEquals(0, log.top());
        assertEquals(1, published(log, sent("ann", 1, "other")).offset());
        assertEquals(List.of("1=other"), told);
    }

    @Test
    void waitsForADatabaseThatIsNotThereYet() throws Exception {
        Fragile database = new Fragile(database());
        database.fault = Fault.DOWN;
        JdbcLogs logs = logs(database);
        assertFalse(logs.isAvailable());
        assertThrows(LogUnavailableException.class, () -> logs.open(A));
        database.fault = Fault.NONE;
        await(logs, true);
        assertEquals(1, published(logs.open(A), draft("x")).offset());
    }

    /** Takes the last publications away, as if an older copy of the database had been put in its place. */
    private static void restore(DataSource database, long commits) throws SQLException {
        change(
                database,
                "DELETE FROM parley_publication WHERE off > 1",
                "UPDATE parley_store SET commits = commits - " + commits);
    }

    @Test
    void beginsANewEpochOnADatabaseThatIsOlderThanWhatItHasTold() throws Exception {
        DataSource real = database();
        Fragile database = new Fragile(real);
        JdbcLogs logs = logs(database);
        ChannelLog log = logs.open(A);
        listenTo(log);
        append(log, draft("one"));
        append(log, draft("two"));
        database.fault = Fault.DOWN;
        await(logs, false);
        restore(real, 1);
        database.fault = Fault.NONE;
        await(logs, true);
        assertEquals(List.of("1=one", "2=two", "ended"), told);
        assertEquals(new Appended.Unavailable(), append(log, draft("x")));
        log.close();
        ChannelLog next = logs.open(A);
        assertNotEquals(log.epoch(), next.epoch());
        assertEquals(2, published(next, draft("other two")).offset());
    }

    @Test
    void noticesAfterARestartTooThatTheDatabaseIsOlder() throws Exception {
        DataSource database = database();
        JdbcLogs first = logs(database);
        ChannelLog before = first.open(A);
        append(before, draft("one"));
        append(before, draft("two"));
        first.close();
        restore(database, 1);
        JdbcLogs second = logs(database);
        ChannelLog after = second.open(A);
        assertNotEquals(before.epoch(), after.epoch());
        assertEquals(1, after.top());
        second.close();
        assertEquals(after.epoch(), logs(database).open(A).epoch(), "once");
    }

    private static StreamPosition at(ChannelLog log, long offset) {
        return new StreamPosition(log.epoch(), offset);
    }

    @Test
    void keepsWhatClientsHaveAcknowledged() throws Exception {
        DataSource database = database();
        JdbcLogs first = logs(database);
        ChannelLog log = first.open(A);
        appendAll(log, 5, number -> sent("ann", number, "x"));
        log.acknowledge("ann", 2);
        first.trimmer().saveMarks();
        log.acknowledge("ann", 3);
        log.acknowledge("bob", 1);
        assertEquals(1, ask(database, "SELECT COUNT(*) FROM parley_ack"));
        first.close();
        JdbcLogs second = logs(database);
        ChannelLog again = second.open(A);
        assertEquals(Optional.of(at(again, 3)), again.acknowledged("ann"));
        assertEquals(Optional.of(at(again, 1)), again.acknowledged("bob"));
        assertEquals(Optional.empty(), again.acknowledged("cat"));
        again.acknowledge("bob", 5);
        again.acknowledge("ann", 2); // late
        again.close();
        second.trimmer().saveMarks();
        ChannelLog third = second.open(A);
        assertEquals(Optional.of(at(third, 3)), third.acknowledged("ann"));
        assertEquals(Optional.of(at(third, 5)), third.acknowledged("bob"));
    }

    @Test
    void tellsOfAcknowledgementsInAnEpochBefore() throws Exception {
        DataSource database = database();
        JdbcLogs first = logs(database);
        ChannelLog before = first.open(A);
        append(before, draft("one"));
        append(before, draft("two"));
        before.acknowledge("ann", 2);
        first.close();
        restore(database, 1);
        ChannelLog after = logs(database).open(A);
        assertNotEquals(before.epoch(), after.epoch());
        assertEquals(Optional.of(at(before, 2)), after.acknowledged("ann"));
        after.acknowledge("ann", 1);
        assertEquals(Optional.of(at(after, 1)), after.acknowledged("ann"));
    }

    @Test
    void writesAcknowledgementsWhenTheDatabaseIsThereAgain() throws Exception {
        Fragile database = new Fragile(database());
        JdbcLogs logs = logs(database);
        ChannelLog log = logs.open(A);
        append(log, draft("one"));
        database.fault = Fault.DOWN;
        await(logs, false);
        log.acknowledge("ann", 1);
        logs.trimmer().saveMarks();
        assertEquals(Optional.of(at(log, 1)), log.acknowledged("ann"));
        assertThrows(LogUnavailableException.class, () -> log.acknowledged("bob"));
        database.fault = Fault.NONE;
        await(logs, true);
        logs.trimmer().saveMarks();
        assertEquals(1, ask(database, "SELECT COUNT(*) FROM parley_ack"));
        millis += Duration.ofDays(31).toMillis();
        logs.trimmer().trimAll();
        assertEquals(0, ask(database, "SELECT COUNT(*) FROM parley_ack"));
    }

    @Test
    void givesItsMemoryBack() throws Exception {
        JdbcLogs logs = logs(database());
        ChannelLog log = logs.open(A);
        appendAll(log, 100, number -> sent("ann" + number, number, "x"));
        long before = memory.taken();
        assertTrue(before > 0);
        log.acknowledge("ann1", 1);
        long acknowledged = memory.taken() - before;
        logs.trimmer().saveMarks();
        assertTrue(memory.taken() - before < acknowledged, "what waits to be written takes memory too");
        log.acknowledge("ann1", 2);
        log.close();
        logs.close();
        assertEquals(0, memory.taken());
    }

    @Test
    void refusesTablesOfALaterVersion() throws Exception {
        DataSource database = database();
        logs(database).close();
        change(database, "INSERT INTO parley_schema VALUES (7, 0)");
        StoreException refusal = assertThrows(StoreException.class, () -> logs(database));
        assertEquals(
                "the tables of the database are of version 7; this server knows them up to version 3",
                refusal.getMessage());
    }

    @Test
    void keepsTextsThatAreTooLongOutOfTheDatabase() {
        ChannelLog log = logs(database()).open(A);
        assertThrows(IllegalArgumentException.class, () -> log.append(draft("x".repeat((1 << 20) + 1)), outcome -> {}));
        assertThrows(IllegalArgumentException.class, () -> log.append(draft("a\0b"), outcome -> {}));
        assertTrue(log.isSettled());
        assertEquals(1, published(log, draft("x".repeat(1 << 20))).offset());
    }
}
