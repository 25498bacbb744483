package dev.parley.containers.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what nobody announces, by looking again and again up to a limit. */
public final class Eventually {
    private static final int PERIOD_MILLIS = 20;

    private Eventually() {}

    /**
     * Returns once {@code condition} holds.
     *
     * @param what names the condition in the failure
     * @throws AssertionError if it does not hold within {@code limit}, or its evaluation failed
     */
    public static void await(String what, Duration limit, Callable<Boolean> condition) throws InterruptedException {
        ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "eventually");
            thread.setDaemon(true);
            return thread;
        });
        CompletableFuture<Void> seen = new CompletableFuture<>();
        ScheduledFuture<?> looking =
                looker.scheduleWithFixedDelay(() -> look(condition, seen), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        try {
            seen.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + limit + ": " + what, e);
        } catch (ExecutionException e) {
            throw new AssertionError("could not be seen: " + what, e.getCause());
        } finally {
            looking.cancel(false);
            looker.shutdown();
        }
    }

    private static void look(Callable<Boolean> condition, CompletableFuture<Void> seen) {
        try {
            if (condition.call()) {
                seen.complete(null);
            }
        } catch (Throwable e) { // boundary of the looking thread: the waiting one reports it
            seen.completeExceptionally(e);
        }
    }
}
