package dev.parley.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Deletes what channels of values do not keep any more: whole channels that were not used for long, and the oldest numbers
 * of clients of busy ones. Confined to the trimmer's thread.
 */
final class StateTrimmer {
    /** Numbers of clients after which those of a channel are looked at. */
    private static final int MANY_SENT = ValueTables.MOST_SENT / 10;

    private static final long DAY_MILLIS = 24 * 3_600_000L;
    private static final String IDLE = "has_values = 1 AND used_at < ?";

    private final JdbcLogs logs;
    private final InstantSource clock;
    private final long keptMillis;
    private final int chunk;
    private long usedAt = Long.MIN_VALUE; // when the open ones were last noted as used

    StateTrimmer(JdbcLogs logs, InstantSource clock, long keptMillis, int chunk) {
        this.logs = logs;
        this.clock = clock;
        this.keptMillis = keptMillis;
        this.chunk = chunk;
    }

    /** Deletes numbers of clients beyond those that are remembered. */
    void trimOpened() throws SQLException {
        for (JdbcState state : logs.states()) {
            if (state.hasWritten(MANY_SENT)) {
                trimSent(state.id(), ValueTables.MOST_SENT);
            }
        }
    }

    /** Deletes numbers of clients but for so many of the last. */
    void trimSent(long channel, int most) throws SQLException {
        boolean more = true;
        while (more) {
            more = logs.readers().on(connection -> {
                try (PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM parley_sent WHERE channel = ?"
                                + " AND off IN (SELECT off FROM parley_sent WHERE channel = ? ORDER BY off DESC LIMIT "
                                + chunk
                                + " OFFSET " + most + ")")) {
                    statement.setLong(1, channel);
                    statement.setLong(2, channel);
                    return statement.executeUpdate() >= chunk;
                }
            });
        }
    }

    /** Deletes channels that were not used for long, and notes which are used. */
    void trimAll() throws SQLException {
        long now = clock.millis();
        if (usedAt == Long.MIN_VALUE || Math.abs(now - usedAt) > DAY_MILLIS) {
            use(now);
            usedAt = now;
        }
        for (long id : idle(now)) {
            logs.readers().on(connection -> {
                delete(connection, id, now);
                return true;
            });
        }
        logs.keptStates()
                .set(logs.readers().on(connection -> new ValueTables(connection, Product.of(connection)).channels()));
    }

    private void use(long now) throws SQLException {
        for (JdbcState state : logs.states()) {
            if (state.id() != JdbcChannelLog.UNWRITTEN) {
                logs.readers()
                        .on(connection -> new ValueTables(connection, Product.of(connection)).use(state.id(), now));
            }
        }
    }

    private Set<Long> idle(long now) throws SQLException {
        Set<Long> idle = logs.readers().on(connection -> {
            Set<Long> found = new HashSet<>();
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT id FROM parley_channel WHERE " + IDLE)) {
                statement.setLong(1, now - keptMillis);
                statement.setMaxRows(chunk);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getLong(1));
                    }
                }
            }
            return found;
        });
        logs.states().forEach(state -> idle.remove(state.id()));
        return idle;
    }

    /** Deletes a channel unless it is opened meanwhile: whoever opens it notes that first, in the same row. */
    private void delete(Connection connection, long id, long now) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement channel =
                        connection.prepareStatement("DELETE FROM parley_channel WHERE id = ? AND " + IDLE);
                PreparedStatement values = connection.prepareStatement("DELETE FROM parley_value WHERE channel = ?")) {
            channel.setLong(1, id);
            channel.setLong(2, now - keptMillis);
            if (channel.executeUpdate() == 1) {
                values.setLong(1, id);
                values.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
