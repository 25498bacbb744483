package dev.parley.store.jdbc;

import dev.parley.hub.spi.LogUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections for everything but the writer. A few are kept, so that a reader need not wait until one is made. Safe for
 * any thread.
 */
final class Readers implements AutoCloseable {
    private static final int KEPT = 4;

    /** Connections at a time: a database has some hundred for all who use it, a container as many threads. */
    private static final int MOST = 16;

    private final DataSource database;
    private final Duration timeout;
    private final BooleanSupplier usable;
    private final Semaphore places = new Semaphore(MOST);
    private final ArrayDeque<Connection> idle = new ArrayDeque<>(KEPT); // guarded by this
    private boolean closed; // guarded by this

    /** Begins without any; {@code usable} tells whether it is worth the time to try. */
    Readers(DataSource database, Duration timeout, BooleanSupplier usable) {
        this.database = database;
        this.timeout = timeout;
        this.usable = usable;
    }

    /** Something that is asked of the tables. */
    @FunctionalInterface
    interface Query<T> {
        T ask(LogTables tables) throws SQLException;
    }

    /** Something that is done on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Asks something. */
    <T> T with(Query<T> query) throws SQLException {
        return on(connection -> query.ask(new LogTables(connection)));
    }

    /** Does something on a connection, which commits each statement by itself. */
    <T> T on(Work<T> work) throws SQLException {
        if (!usable.getAsBoolean()) {
            throw new LogUnavailableException("the database cannot be used");
        }
        await();
        try {
            return onOne(work);
        } finally {
            places.release();
        }
    }

    private void await() {
        try {
            if (!places.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LogUnavailableException(MOST + " others have been reading for " + timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("interrupted while others read", e);
        }
    }

    private <T> T onOne(Work<T> work) throws SQLException {
        Connection connection = take();
        boolean healthy = false;
        try {
            T result = work.on(connection);
            healthy = true;
            return result;
        } finally {
            give(connection, healthy);
        }
    }

    private Connection take() throws SQLException {
        Connection kept = poll();
        if (kept != null) {
            return kept;
        }
        Connection made = database.getConnection();
        try {
            made.setAutoCommit(true);
            Product.of(made).limit(made, timeout);
            return made;
        } catch (SQLException e) {
            made.close();
            throw e;
        }
    }

    private synchronized @Nullable Connection poll() {
        return idle.poll();
    }

    private void give(Connection connection, boolean healthy) {
        synchronized (this) {
            if (healthy && !closed && idle.size() < KEPT) {
                idle.add(connection);
                return;
            }
        }
        Quietly.close(connection); // what was asked is answered, or has its own reason not to be
    }

    /** Forgets the idle connections: those of a database that was lost. */
    void forget() {
        for (Connection connection = poll(); connection != null; connection = poll()) {
            Quietly.close(connection);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        forget();
    }
}
