package dev.parley.store.jdbc;

import dev.parley.hub.spi.LogUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The thread that deletes what logs do not keep any more, a few rows at a time, so that no lock is held for long, and writes
 * what clients acknowledge. Which messages clients sent is remembered for a day, and where a log is for thirty.
 */
final class Trimmer implements Runnable {
    private static final Logger LOG = System.getLogger(Trimmer.class.getName());
    private static final int CHUNK = 500;
    private static final int ROUNDS_BETWEEN_ALL = 60;
    private static final long REMEMBERED_MILLIS = Duration.ofDays(1).toMillis();
    private static final long LOG_MILLIS = Duration.ofDays(30).toMillis();
    private static final String IDLE_LOG =
            "used_at < ? AND has_values = 0 AND NOT EXISTS (SELECT 1 FROM parley_publication p WHERE p.channel = parley_channel.id)";

    private final JdbcLogs logs;
    private final StoreOptions options;
    private final InstantSource clock;
    private final Duration pause;
    private final Queue<JdbcChannelLog> leaving = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<JdbcChannelLog, Long> trimmed = new HashMap<>(); // confined to the thread
    private final StateTrimmer states;
    private long life; // of the database; confined to the thread

    Trimmer(JdbcLogs logs, StoreOptions options, InstantSource clock, Duration pause) {
        this.pause = pause;
        this.logs = logs;
        this.options = options;
        this.clock = clock;
        this.states = new StateTrimmer(logs, clock, LOG_MILLIS, CHUNK);
    }

    void close() {
        closed.countDown();
    }

    @Override
    public void run() {
        try {
            for (int round = 1; !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS); round++) {
                saveMarks();
                try {
                    trimOpened();
                    states.trimOpened();
                    if (round % ROUNDS_BETWEEN_ALL == 0) {
                        trimAll();
                    }
                } catch (SQLException | LogUnavailableException e) {
                    LOG.log(Level.DEBUG, "nothing can be deleted now", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "interrupted", e);
        }
        saveMarks();
    }

    /** Returns what deletes of channels of values. */
    StateTrimmer states() {
        return states;
    }

    /** Makes the thread write what a log that was closed has to say of its clients. */
    void save(JdbcChannelLog log) {
        leaving.add(log);
    }

    /** Writes up to where clients have handled what was published. */
    void saveMarks() {
        Set<JdbcChannelLog> all = new HashSet<>(logs.opened());
        for (JdbcChannelLog log = leaving.poll(); log != null; log = leaving.poll()) {
            all.add(log);
        }
        try {
            for (JdbcChannelLog log : all) {
                log.saveMarks(clock.millis());
            }
        } catch (SQLException | LogUnavailableException e) { // those of logs that are open are tried again
            LOG.log(Level.DEBUG, "acknowledgements cannot be written now", e);
        }
    }

    /** Deletes what the logs that are in use do not keep, where that is worth a transaction. */
    void trimOpened() throws SQLException {
        long now = logs.lives();
        if (life != now) { // deletions are not forced to its disk, so that what was deleted may be there again
            trimmed.clear();
            life = now;
        }
        trimmed.keySet().retainAll(logs.opened());
        for (JdbcChannelLog log : logs.opened()) {
            Duration age = options.ageOf(options.bounds().apply(log.channel()));
            long to = log.dropBefore(clock.millis() - age.toMillis());
            long from = trimmed.getOrDefault(log, 0L);
            if (log.id() != JdbcChannelLog.UNWRITTEN && to - from >= CHUNK / 10) {
                trim(log.id(), from, to);
                trimmed.put(log, to);
            }
        }
    }

    /** Deletes what is too old, whether the log is in use or not. */
    void trimAll() throws SQLException {
        Map<Long, Long> old = logs.readers().on(connection -> {
            Map<Long, Long> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT channel, MAX(off) FROM parley_publication WHERE at_ms < ? GROUP BY channel")) {
                statement.setLong(1, oldest());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.put(row.getLong(1), row.getLong(2));
                    }
                }
            }
            return found;
        });
        for (Map.Entry<Long, Long> channel : old.entrySet()) {
            trim(channel.getKey(), 0, channel.getValue());
        }
        repeat(
                "DELETE FROM parley_sent WHERE (channel, client, num) IN"
                        + " (SELECT channel, client, num FROM parley_sent WHERE at_ms < ? LIMIT " + CHUNK + ")",
                clock.millis() - REMEMBERED_MILLIS);
        repeat(
                "DELETE FROM parley_ack WHERE (channel, client) IN"
                        + " (SELECT channel, client FROM parley_ack WHERE at_ms < ? LIMIT " + CHUNK + ")",
                clock.millis() - LOG_MILLIS);
        forgetLogs();
        states.trimAll();
    }

    private void forgetLogs() throws SQLException {
        Set<Long> used = new HashSet<>();
        logs.opened().forEach(log -> used.add(log.id()));
        long before = clock.millis() - LOG_MILLIS;
        Set<Long> idle = logs.readers().on(connection -> {
            Set<Long> found = new HashSet<>();
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT id FROM parley_channel WHERE " + IDLE_LOG)) {
                statement.setLong(1, before);
                statement.setMaxRows(CHUNK);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getLong(1));
                    }
                }
            }
            return found;
        });
        idle.removeAll(used);
        for (long id : idle) {
            // If a log is opened meanwhile, the writer sees that its row is missing, and makes it anew.
            repeat("DELETE FROM parley_channel WHERE id = " + id + " AND " + IDLE_LOG, before);
        }
    }

    private void repeat(String deletion, long argument) throws SQLException {
        int deleted = CHUNK;
        while (deleted >= CHUNK && closed.getCount() > 0) {
            deleted = logs.readers().on(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(deletion)) {
                    statement.setLong(1, argument);
                    return statement.executeUpdate();
                }
            });
        }
    }

    /** Deletes publications after an offset and up to another. */
    private void trim(long channel, long from, long to) throws SQLException {
        long done = from;
        while (done < to && closed.getCount() > 0) {
            long after = done; // so that the database need not look through what is deleted already
            done = logs.readers().on(connection -> {
                connection.setAutoCommit(false);
                try {
                    long end = trimChunk(connection, channel, after, to);
                    connection.commit();
                    return end;
                } catch (SQLException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            });
        }
    }

    /** Deletes a chunk; returns the offset up to which nothing is left, {@code to} if that was the last one. */
    private long trimChunk(Connection connection, long channel, long from, long to) throws SQLException {
        long end = end(connection, channel, from, to);
        if (end == 0) {
            return to;
        }
        Numbers.update(
                connection,
                "UPDATE parley_channel SET top = GREATEST(top, ?), used_at = ? WHERE id = ?",
                end,
                clock.millis(),
                channel);
        Product.of(connection).move(connection, channel, from, end, clock.millis() - REMEMBERED_MILLIS);
        return end;
    }

    /** Returns the offset at which a chunk that begins with the oldest publication ends; 0 if there is nothing. */
    private static long end(Connection connection, long channel, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT MAX(off) FROM (SELECT off FROM"
                + " parley_publication WHERE channel = ? AND off > ? AND off <= ? ORDER BY off LIMIT " + CHUNK
                + ") oldest")) {
            statement.setLong(1, channel);
            statement.setLong(2, from);
            statement.setLong(3, to);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private long oldest() {
        return clock.millis() - options.age().toMillis();
    }
}
