package dev.parley.server;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The WebSocket connections whose TCP has not ended. Safe for any thread. */
final class UpgradedConnections implements AutoCloseable {
    /** How long a peer has, after our Close frame was written, to close and end its side. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Set<UpgradedConnection> open = new HashSet<>(); // guarded by this
    private final ScheduledThreadPoolExecutor deadlines;
    private final Duration writeTimeout;
    private final int maxCompressed;
    private int compressed; // of those that are open; guarded by this

    /**
     * None yet.
     *
     * @param writeTimeout how long a peer may take to read what was written before our Close frame
     * @param maxCompressed how many may have compression at a time
     */
    UpgradedConnections(Duration writeTimeout, int maxCompressed) {
        this.writeTimeout = writeTimeout;
        this.maxCompressed = maxCompressed;
        deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "parley-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Returns the executor of deadlines, which ends with this. */
    ScheduledExecutorService deadlines() {
        return deadlines;
    }

    synchronized void add(UpgradedConnection connection) {
        open.add(connection);
        compressed += connection.compresses() ? 1 : 0;
    }

    /** Returns whether one more may have compression; handshakes at the same moment may go past the bound by a few. */
    synchronized boolean mayCompress() {
        return compressed < maxCompressed;
    }

    synchronized void remove(UpgradedConnection connection) {
        if (open.remove(connection) && connection.compresses()) {
            compressed--;
        }
        notifyAll();
    }

    /** Cuts TCP if what was written does not leave in time, unless the future is cancelled before. */
    Future<?> untilFlushed(UpgradedConnection connection) {
        return abortAfter(writeTimeout, connection);
    }

    /** Cuts TCP if the peer does not end it in time, unless the future is cancelled before. */
    Future<?> untilEnded(UpgradedConnection connection) {
        return abortAfter(PATIENCE, connection);
    }

    /** Does something later, or at once if the server is being closed. */
    void later(long nanos, Runnable task) {
        try {
            var unused = deadlines.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) { // the server is being closed
            task.run();
        }
    }

    private Future<?> abortAfter(Duration patience, UpgradedConnection connection) {
        try {
            return deadlines.schedule(connection::abort, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) { // the server is being closed, and ends every connection
            connection.abort();
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Waits until all have ended, or for {@link #PATIENCE}. */
    synchronized void awaitNone() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); !open.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }
}
