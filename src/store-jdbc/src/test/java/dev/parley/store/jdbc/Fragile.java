package dev.parley.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that fails when the test wants it to, and counts. Safe for any thread. */
final class Fragile implements DataSource {
    /** What goes wrong. */
    enum Fault {
        NONE,
        /** Every call fails. */
        DOWN,
        /** The next commit fails, and is not done; then everything is down. */
        BEFORE_COMMIT,
        /** The next commit is done, though it seems to fail; then everything is down. */
        AFTER_COMMIT
    }

    private final DataSource database;
    private final AtomicInteger commits = new AtomicInteger();
    volatile Fault fault = Fault.NONE;
    private final Object gate = new Object();
    private boolean shut; // guarded by gate

    Fragile(DataSource database) {
        this.database = database;
    }

    /** Returns how many transactions were committed. */
    int commits() {
        return commits.get();
    }

    /** Makes commits wait, or lets them go on. */
    void holdCommits(boolean hold) {
        synchronized (gate) {
            shut = hold;
            gate.notifyAll();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (fault == Fault.DOWN) {
            throw down();
        }
        Connection connection = database.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean commit = method.getName().equals("commit");
                    if (fault == Fault.DOWN && !method.getName().equals("close")) {
                        throw down();
                    }
                    if (commit) {
                        await();
                        if (fault == Fault.BEFORE_COMMIT) {
                            fault = Fault.DOWN;
                            throw down();
                        }
                    }
                    Object result;
                    try {
                        result = method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (commit) {
                        commits.incrementAndGet();
                        if (fault == Fault.AFTER_COMMIT) {
                            fault = Fault.DOWN;
                            throw down();
                        }
                    }
                    return result;
                });
    }

    private void await() throws InterruptedException {
        synchronized (gate) {
            while (shut) {
                gate.wait();
            }
        }
    }

    private static SQLException down() {
        return new SQLException("the test wants it");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public java.io.@Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(java.io.PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
