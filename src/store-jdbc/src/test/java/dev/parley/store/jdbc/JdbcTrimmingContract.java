package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.store.jdbc.Fragile.Fault;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How logs on any database delete what they do not keep. */
abstract class JdbcTrimmingContract extends JdbcLogsFixture {
    @Test
    void deletesWhatIsTooOld() throws Exception {
        DataSource database = database();
        JdbcLogs logs = logs(database, options().keeping(MANY, Long.MAX_VALUE, Duration.ofHours(1)));
        ChannelLog used = logs.open(A);
        ChannelLog closed = logs.open("chat:b");
        appendAll(used, 60, number -> sent("ann", number, "x"));
        appendAll(closed, 60, number -> sent("ann", number, "x"));
        String epoch = closed.epoch();
        closed.close();
        millis += Duration.ofMinutes(61).toMillis();
        published(used, sent("ann", 61, "x"));
        logs.trimmer().trimOpened();
        assertEquals(61, used.first());
        assertEquals(61, ask(database, "SELECT COUNT(*) FROM parley_publication"));
        logs.trimmer().trimAll();
        assertEquals(1, ask(database, "SELECT COUNT(*) FROM parley_publication"));
        ChannelLog again = logs.open("chat:b");
        assertEquals(epoch, again.epoch());
        assertEquals(60, again.top());
        assertEquals(61, again.first());
        assertEquals(new Appended.Duplicate(60), append(again, sent("ann", 60, "x")));
        millis += Duration.ofHours(25).toMillis();
        logs.trimmer().trimAll();
        assertEquals(0, ask(database, "SELECT COUNT(*) FROM parley_sent"));
    }

    @Test
    void forgetsLogsThatWereNotUsedForAMonth() throws Exception {
        DataSource database = database();
        JdbcLogs logs = logs(database, options().keeping(MANY, Long.MAX_VALUE, Duration.ofHours(1)));
        ChannelLog used = logs.open(A);
        ChannelLog closed = logs.open("chat:b");
        published(used, sent("ann", 1, "x"));
        published(closed, sent("ann", 1, "x"));
        closed.close();
        millis += Duration.ofHours(2).toMillis();
        logs.trimmer().trimAll();
        assertEquals(2, ask(database, "SELECT COUNT(*) FROM parley_channel"));
        millis += Duration.ofDays(31).toMillis();
        logs.trimmer().trimAll();
        assertEquals(1, ask(database, "SELECT COUNT(*) FROM parley_channel"));
        used.close();
        ChannelLog again = logs.open(A);
        change(database, "DELETE FROM parley_channel"); // as if it had been deleted while it was opened
        String epoch = again.epoch();
        assertEquals(2, published(again, sent("ann", 2, "x")).offset());
        append(again, sent("bob", 1, "x"));
        logs.close();
        ChannelLog after = logs(database).open(A);
        assertEquals(3, after.top());
        assertEquals(epoch, after.epoch());
    }

    @Test
    void deletesOnceMoreWhatTheDatabaseHasAfterAll() throws Exception {
        DataSource database = database();
        Fragile fragile = new Fragile(database);
        JdbcLogs logs = logs(fragile, options().keeping(10, Long.MAX_VALUE, AGES));
        ChannelLog log = logs.open(A);
        appendAll(log, 100, number -> sent("ann", number, "x"));
        logs.trimmer().trimOpened();
        assertEquals(10, ask(database, "SELECT COUNT(*) FROM parley_publication"));
        fragile.fault = Fault.DOWN;
        await(logs, false);
        // a deletion need not have been on its disk
        change(
                database,
                "INSERT INTO parley_publication (channel, off, at_ms, sender, body, weight)"
                        + " SELECT channel, off - 50, at_ms, sender, body, weight FROM parley_publication");
        fragile.fault = Fault.NONE;
        await(logs, true);
        for (int number = 1; number <= 60; number++) {
            published(log, sent("bob", number, "x"));
        }
        logs.trimmer().trimOpened();
        assertEquals(10, ask(database, "SELECT COUNT(*) FROM parley_publication"));
    }
}
