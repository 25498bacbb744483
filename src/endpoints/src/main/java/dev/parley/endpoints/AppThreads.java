package dev.parley.endpoints;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one application: one that sweeps, a few that do what containers may block in, others for closes, and
 * others for the walks of large channels, and others for code of the application, so that frozen peers and slow code delay
 * nothing else. All daemons.
 */
final class AppThreads {
    private static final Logger LOG = System.getLogger(AppThreads.class.getName());
    private static final int WORKERS = 4;
    private static final int TASKS_PER_CONNECTION = 4; // a ping or a close, and one more close at its deadline
    private static final int TICKS_PER_INTERVAL = 4;
    private static final Duration SHORTEST_TICK = Duration.ofMillis(25);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor sweep = new ScheduledThreadPoolExecutor(1, named("parley-sweep"));
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor closers;
    private final ThreadPoolExecutor walkers;
    private final ThreadPoolExecutor applications;

    AppThreads(int maxConnections) {
        int most = (int) Math.min(Integer.MAX_VALUE, (long) maxConnections * TASKS_PER_CONNECTION);
        workers = pool(WORKERS, most, "parley-worker");
        closers = pool(WORKERS, most, "parley-closer");
        int processors = Math.max(2, Runtime.getRuntime().availableProcessors());
        walkers = pool(processors, Integer.MAX_VALUE, "parley-walker"); // one task for each channel at most
        applications = pool(WORKERS, Integer.MAX_VALUE, "parley-application"); // one for each listener or publication
        applications.setThreadFactory(withLoader(
                applications.getThreadFactory(), Thread.currentThread().getContextClassLoader()));
    }

    private static ThreadPoolExecutor pool(int threads, int most, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(most), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs what may block for a moment; once closed, on the caller's thread. */
    Executor workers() {
        return orOnCaller(workers);
    }

    /** Runs closes, in which a container may block until its own timeout; once closed, on the caller's thread. */
    Executor closers() {
        return orOnCaller(closers);
    }

    /** Goes on with the walks of channels; once closed, on the caller's thread. */
    Executor walkers() {
        return orOnCaller(walkers);
    }

    /** Runs code of the application, which may block; once closed, on the caller's thread. */
    Executor applications() {
        return orOnCaller(applications);
    }

    /** Runs {@code task} once, after a while; nothing is done once closed. */
    void later(Duration after, Runnable task) {
        var unused = sweep.schedule(() -> guarded(task), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Executor orOnCaller(ThreadPoolExecutor pool) {
        return task -> {
            try {
                pool.execute(task);
            } catch (RejectedExecutionException e) { // closed, or all have more than enough to do
                task.run();
            }
        };
    }

    /** Runs {@code task} some times within each {@code interval}. */
    void startSweep(Duration interval, Runnable task) {
        Duration tick = interval.dividedBy(TICKS_PER_INTERVAL);
        tick = tick.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : tick;
        tick = tick.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : tick;
        var unused =
                sweep.scheduleWithFixedDelay(() -> guarded(task), tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends all threads; waits for what they are doing. */
    void close(Duration patience) {
        List<ThreadPoolExecutor> pools = List.of(sweep, walkers, workers, closers, applications);
        pools.forEach(ThreadPoolExecutor::shutdown); // periodic tasks end with it
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (ThreadPoolExecutor pool : pools) {
                if (!pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    pool.shutdownNow();
                    LOG.log(Level.WARNING, "a thread still waits for a container; it was interrupted");
                }
            }
        } catch (InterruptedException e) {
            pools.forEach(ExecutorService::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // boundary of the thread: the next tick must come
            LOG.log(Level.WARNING, "sweep failed", e);
        }
    }

    /** Threads are made by whoever needs the first one, whose class loader may be another application's. */
    private static ThreadFactory withLoader(ThreadFactory threads, @Nullable ClassLoader loader) {
        return task -> {
            Thread thread = threads.newThread(task);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
