package dev.parley.containers.net;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients that send one byte at a time: one thread for all of them. Safe for any thread. */
public final class Pace implements AutoCloseable {
    private final Duration period;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "pace");
        thread.setDaemon(true);
        return thread;
    });

    /** Sends a byte each {@code period}. */
    public Pace(Duration period) {
        this.period = period;
    }

    /** Begins to write the bytes; the future completes after the last one. */
    public CompletableFuture<Void> write(OutputStream out, byte[] bytes) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        writeFrom(0, out, bytes, written);
        return written;
    }

    private void writeFrom(int index, OutputStream out, byte[] bytes, CompletableFuture<Void> written) {
        if (index == bytes.length) {
            written.complete(null);
            return;
        }
        try {
            out.write(bytes[index]);
            out.flush();
            CompletableFuture.delayedExecutor(period.toNanos(), TimeUnit.NANOSECONDS, writer)
                    .execute(() -> writeFrom(index + 1, out, bytes, written));
        } catch (IOException | RuntimeException e) {
            written.completeExceptionally(e);
        }
    }

    /** Waits for one of the futures. */
    public static void await(CompletableFuture<Void> written, Duration limit) throws Exception {
        try {
            written.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the paced write failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the paced write did not end within " + limit, e);
        }
    }

    /** Stops writing; bytes not written yet are not written. */
    @Override
    public void close() {
        writer.shutdownNow();
    }
}
