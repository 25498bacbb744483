package dev.parley.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What differs between the databases. */
enum Product {
    /** In a file of this process, or in memory. */
    H2 {
        @Override
        void claim(Connection connection) {
            // the file is locked by H2 itself
        }

        @Override
        Inserts inserts(Connection connection) throws SQLException {
            return Inserts.oneByOne(connection);
        }

        @Override
        void move(Connection connection, long channel, long from, long to, long since) throws SQLException {
            String some = " WHERE channel = ? AND off > ? AND off <= ?";
            Numbers.update(
                    connection,
                    "INSERT INTO parley_sent (channel, client, num, off, digest, at_ms)"
                            + " SELECT channel, client, num, off, digest, at_ms FROM parley_publication p" + some
                            + " AND client IS NOT NULL AND at_ms > ?"
                            + " AND NOT EXISTS (SELECT 1 FROM parley_sent s WHERE s.channel = p.channel"
                            + " AND s.client = p.client AND s.num = p.num)",
                    channel,
                    from,
                    to,
                    since);
            Numbers.update(connection, "DELETE FROM parley_publication" + some, channel, from, to);
        }

        @Override
        String upsert(String table, List<String> keys, List<String> others) {
            return "MERGE INTO " + table + " (" + list(keys, others) + ") KEY (" + String.join(", ", keys)
                    + ") VALUES (" + marks(keys, others) + ")";
        }

        @Override
        void release(Connection connection) {
            // and unlocked
        }

        @Override
        void limit(Connection connection, Duration timeout) {
            // within the process; there is no network to wait for
        }

        @Override
        void begin(Statement statement, boolean synced) {
            // one way to commit; the rest follows it
        }

        /**
         * A commit of H2 is in its memory: it is written by CHECKPOINT, and only on demand forced to the disk. But a thread
         * of H2's own may have taken it to write it; then CHECKPOINT finds nothing to do and does not wait for that (H2
         * 2.4.240, {@code FileStore.storeIt}). So it is given something to do, which is written behind it; and once more, for
         * the thread may have taken that too. It pauses between two turns.
         */
        @Override
        void committed(Connection connection, boolean synced) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                long begun;
                do {
                    begun = System.nanoTime();
                    writeBehind(connection, statement);
                    writeBehind(connection, statement);
                } while (System.nanoTime() - begun > H2_LEAST_PAUSE);
                if (synced) {
                    statement.execute("CHECKPOINT SYNC");
                }
            }
        }

        private void writeBehind(Connection connection, Statement statement) throws SQLException {
            statement.executeUpdate("UPDATE parley_store SET commits = commits");
            connection.commit();
            statement.execute("CHECKPOINT");
        }
    },

    /** A server. */
    POSTGRESQL {
        @Override
        String upsert(String table, List<String> keys, List<String> others) {
            String news = others.stream()
                    .map(column -> column + " = EXCLUDED." + column)
                    .collect(Collectors.joining(", "));
            return "INSERT INTO " + table + " (" + list(keys, others) + ") VALUES (" + marks(keys, others)
                    + ") ON CONFLICT (" + String.join(", ", keys) + ") DO UPDATE SET " + news;
        }

        /** For as long as the connection lives. The number means this use of such locks, in every version. */
        @Override
        void claim(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet answer =
                            statement.executeQuery("SELECT pg_try_advisory_lock(727573, hashtext(current_schema()))")) {
                if (!answer.next() || !answer.getBoolean(1)) {
                    throw new SQLException("another server keeps its logs in this database");
                }
            }
        }

        /** A server ends the session of a closed connection when it comes to it; whoever follows may come before. */
        @Override
        void release(Connection connection) throws SQLException {
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_unlock_all()");
            }
            connection.commit();
        }

        @Override
        Inserts inserts(Connection connection) throws SQLException {
            return new ArrayInserts(connection);
        }

        /** Need not be on the disk: what was there after all is moved once more. */
        @Override
        void move(Connection connection, long channel, long from, long to, long since) throws SQLException {
            Numbers.update(connection, "SET LOCAL synchronous_commit = off");
            Numbers.update(
                    connection,
                    "WITH gone AS (DELETE FROM parley_publication WHERE channel = ? AND off > ? AND off <= ?"
                            + " RETURNING channel, client, num, off, digest, at_ms)"
                            + " INSERT INTO parley_sent (channel, client, num, off, digest, at_ms)"
                            + " SELECT channel, client, num, off, digest, at_ms FROM gone"
                            + " WHERE client IS NOT NULL AND at_ms > ? ON CONFLICT DO NOTHING",
                    channel,
                    from,
                    to,
                    since);
        }

        @Override
        void limit(Connection connection, Duration timeout) throws SQLException {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
        }

        @Override
        void begin(Statement statement, boolean synced) throws SQLException {
            statement.execute("SET synchronous_commit = " + (synced ? "on" : "off"));
        }

        @Override
        void committed(Connection connection, boolean synced) {
            // it was told by begin()
        }
    };

    /** Nanoseconds that H2's thread pauses at least between two turns, whatever WRITE_DELAY is. */
    private static final long H2_LEAST_PAUSE = 10_000_000;

    static Product of(Connection connection) throws SQLException {
        String name = connection.getMetaData().getDatabaseProductName();
        return switch (name) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default -> throw new StoreException("the database is " + name + "; logs are kept in H2 or PostgreSQL");
        };
    }

    private static String list(List<String> keys, List<String> others) {
        return Stream.concat(keys.stream(), others.stream()).collect(Collectors.joining(", "));
    }

    private static String marks(List<String> keys, List<String> others) {
        return String.join(", ", Collections.nCopies(keys.size() + others.size(), "?"));
    }

    /** Returns a statement that puts a row into a table, in the place of one with the same keys; keys come first. */
    abstract String upsert(String table, List<String> keys, List<String> others);

    /** Returns how publications are written. */
    abstract Inserts inserts(Connection connection) throws SQLException;

    /**
     * Deletes publications of a channel, after an offset and up to another, and remembers who sent those that are younger than
     * {@code since}, milliseconds since 1970.
     */
    abstract void move(Connection connection, long channel, long from, long to, long since) throws SQLException;

    /** Sees to it that nobody else writes, as long as the connection lives. */
    abstract void claim(Connection connection) throws SQLException;

    /** Lets somebody else write at once, rather than when the connection has ended. */
    abstract void release(Connection connection) throws SQLException;

    /** Bounds what a statement may take. */
    abstract void limit(Connection connection, Duration timeout) throws SQLException;

    /** Makes this transaction, and if it is committed those after it, one that is forced to the disk, or need not be. */
    abstract void begin(Statement statement, boolean synced) throws SQLException;

    /** Sees to it that what was committed survives this process, and if {@code synced} the machine. */
    abstract void committed(Connection connection, boolean synced) throws SQLException;
}
