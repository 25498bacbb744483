package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What H2 writes by a thread of its own is on the disk as well before it is told. */
class H2CheckpointTest {
    private static final int SECONDS = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForWhatIsBeingWritten(boolean synced) throws Exception {
        HeldDisk.register();
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:held:" + directory.resolve("logs"), "sa", "")) {
            Schema.migrate(connection);
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO parley_store (only_one, id, commits) VALUES (1, 'a', 1)");
            connection.commit();
            Product.H2.committed(connection, true);
            CompletableFuture<Void> told;
            try (HeldDisk.Hold hold = HeldDisk.hold()) {
                execute(connection, "UPDATE parley_store SET commits = 2");
                connection.commit();
                hold.awaitWriter(); // the background thread
                told = CompletableFuture.runAsync(() -> commit(connection, synced));
                CompletableFuture<Void> early = told;
                assertThrows(TimeoutException.class, () -> early.get(500, TimeUnit.MILLISECONDS));
            }
            told.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void commit(Connection connection, boolean synced) {
        try {
            Product.H2.committed(connection, synced);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }
}
