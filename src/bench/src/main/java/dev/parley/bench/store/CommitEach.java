package dev.parley.bench.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
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

/** The baseline: a thread and a connection for each publisher, and a commit to the disk for each message. */
final class CommitEach {
    private static final String DATA = "\"" + "x".repeat(98) + "\"";

    private final DataSource database;
    private final boolean h2;

    CommitEach(DataSource database, boolean h2) {
        this.database = database;
        this.h2 = h2;
    }

    /** Returns how many messages are committed in a second. */
    double perSecond(int publishers, Duration time) throws SQLException, InterruptedException, ExecutionException {
        try (Connection keepsOpen = database.getConnection();
                Statement statement = keepsOpen.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS commit_each");
            statement.execute("CREATE TABLE commit_each (publisher INT, number BIGINT, sender VARCHAR, body VARCHAR,"
                    + " PRIMARY KEY (publisher, number))");
            ExecutorService threads = Executors.newFixedThreadPool(publishers);
            try {
                List<Future<Long>> counts = new ArrayList<>();
                long end = System.nanoTime() + time.toNanos();
                for (int i = 0; i < publishers; i++) {
                    int publisher = i;
                    counts.add(threads.submit(() -> publish(publisher, end)));
                }
                long all = 0;
                for (Future<Long> count : counts) {
                    all += count.get();
                }
                return all / (double) time.toSeconds();
            } finally {
                threads.shutdown();
                statement.execute("DROP TABLE commit_each");
            }
        }
    }

    private long publish(int publisher, long end) throws SQLException {
        long number = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO commit_each VALUES (?, ?, ?, ?)");
                Statement sync = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
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
}
