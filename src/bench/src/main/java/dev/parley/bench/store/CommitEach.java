package dev.parley.bench.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * The baselines: a thread and a connection for each publisher, and a commit to the disk for each message. Either into a table
 * without an order, which is less than a log does, or with the next offset of one channel, and each message of a client once.
 */
final class CommitEach {
    private static final String DATA = "\"" + "x".repeat(98) + "\"";

    /** Milliseconds, as H2 has it by itself. */
    private static final int H2_WRITE_DELAY = 500;

    private final DataSource database;
    private final boolean h2;

    CommitEach(DataSource database, boolean h2) {
        this.database = database;
        this.h2 = h2;
    }

    /** Returns how many messages are committed in a second to a table without an order. */
    double rowsPerSecond(int publishers, Duration time) throws SQLException, InterruptedException, ExecutionException {
        return perSecond(publishers, time, false);
    }

    /** Returns how many messages are committed in a second to one channel, with its offsets. */
    double orderedPerSecond(int publishers, Duration time)
            throws SQLException, InterruptedException, ExecutionException {
        return perSecond(publishers, time, true);
    }

    private double perSecond(int publishers, Duration time, boolean ordered)
            throws SQLException, InterruptedException, ExecutionException {
        try (Connection keepsOpen = database.getConnection();
                Statement statement = keepsOpen.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS commit_each");
            statement.execute("CREATE TABLE commit_each (publisher INT, number BIGINT, sender VARCHAR, body VARCHAR,"
                    + " off BIGINT" + (ordered ? " UNIQUE" : "") + ", PRIMARY KEY (publisher, number))");
            statement.execute("DROP TABLE IF EXISTS commit_channel");
            statement.execute("CREATE TABLE commit_channel (id INT PRIMARY KEY, newest BIGINT)");
            statement.execute("INSERT INTO commit_channel VALUES (1, 0)");
            if (h2) { // a commit writes, rather than a thread later on (decision 0436)
                statement.execute("SET WRITE_DELAY 0");
            }
            ExecutorService threads = Executors.newFixedThreadPool(publishers);
            try {
                List<Future<Long>> counts = new ArrayList<>();
                long end = System.nanoTime() + time.toNanos();
                for (int i = 0; i < publishers; i++) {
                    int publisher = i;
                    counts.add(threads.submit(() -> publish(publisher, end, ordered)));
                }
                long all = 0;
                for (Future<Long> count : counts) {
                    all += count.get();
                }
                return all / (double) time.toSeconds();
            } finally {
                threads.shutdown();
                if (h2) {
                    statement.execute("SET WRITE_DELAY " + H2_WRITE_DELAY);
                }
                statement.execute("DROP TABLE commit_each");
                statement.execute("DROP TABLE commit_channel");
            }
        }
    }

    private long publish(int publisher, long end, boolean ordered) throws SQLException {
        long number = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO commit_each VALUES (?, ?, ?, ?, ?)");
                PreparedStatement next =
                        connection.prepareStatement("UPDATE commit_channel SET newest = newest + 1 WHERE id = 1");
                PreparedStatement newest =
                        connection.prepareStatement("SELECT newest FROM commit_channel WHERE id = 1");
                Statement sync = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
                insert.setLong(5, ordered ? offset(next, newest) : 0);
                insert.setInt(1, publisher);
                insert.setLong(2, ++number);
                insert.setString(3, "publisher " + publisher);
                insert.setString(4, DATA);
                insert.executeUpdate();
                connection.commit();
                if (h2) {
                    sync.execute("CHECKPOINT SYNC"); // H2 does not force a commit to the disk
                    connection.commit();
                }
            }
        }
        return number;
    }

    /** Others wait until this one is committed. */
    private static long offset(PreparedStatement next, PreparedStatement newest) throws SQLException {
        next.executeUpdate();
        try (ResultSet row = newest.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
