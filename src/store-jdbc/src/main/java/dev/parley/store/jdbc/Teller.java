package dev.parley.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;

/**
 * The thread that tells what has become of what: so that the writer can go on with the next transaction meanwhile. Told
 * in the order in which it was given.
 */
final class Teller implements Runnable {
    private static final Logger LOG = System.getLogger(Teller.class.getName());
    private static final int AHEAD = 8;

    private final BlockingQueue<Runnable> news = new ArrayBlockingQueue<>(AHEAD);
    private boolean ended; // confined to the thread

    /** Has something told; waits while too much is to be told already. */
    void tell(Runnable task) {
        boolean interrupted = false;
        while (true) {
            try {
                news.put(task);
                break;
            } catch (InterruptedException e) {
                interrupted = true; // nobody has a reason to; what is committed has to be told
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until everything given so far has been told. */
    void flush() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        tell(told::countDown);
        told.await();
    }

    /** Lets the thread end when all is told. */
    void end() {
        tell(() -> ended = true);
    }

    /** Does one thing of several, whatever it throws. */
    static void each(Runnable one) {
        try {
            one.run();
        } catch (Throwable e) { // boundary to channels and publishers: the others are told whatever one of them throws
            LOG.log(Level.ERROR, "somebody could not be told", e);
        }
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                each(news.take());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "interrupted: what was committed last is not told", e);
        }
    }
}
