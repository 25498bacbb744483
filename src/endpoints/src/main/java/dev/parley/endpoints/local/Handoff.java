package dev.parley.endpoints.local;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Delivery;
import dev.parley.hub.Subscriber;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands what a subscription delivers to code of the application, on another thread and one event at a time. Nothing is
 * queued: while that code is busy, the subscription stays where it is, so that slow code holds up nobody but itself. Safe
 * for any thread.
 */
final class Handoff implements Subscriber {
    private static final Logger LOG = System.getLogger(Handoff.class.getName());
    private static final int BATCH_BYTES = 64 << 10;

    private final Executor executor;
    private final Consumer<ChannelEvent> listener;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable resume = () -> {};
    private volatile Runnable end = () -> {};

    /**
     * Begins without a subscription.
     *
     * @param listener takes an event; what it throws ends the subscription
     * @param failed is told once if the subscription ends by itself
     */
    Handoff(Executor executor, Consumer<ChannelEvent> listener, Consumer<Throwable> failed) {
        this.executor = executor;
        this.listener = listener;
        this.failed = failed;
    }

    /** Takes its subscription, which has not been started yet. */
    void placed(Runnable toResume, Runnable toEnd) {
        resume = toResume;
        end = toEnd;
    }

    @Override
    public boolean accept(Delivery delivery) {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        executor.execute(() -> take(delivery.event()));
        return true;
    }

    @Override
    public int batchBytes() {
        return BATCH_BYTES;
    }

    private void take(ChannelEvent event) {
        if (over.get()) {
            return;
        }
        try {
            listener.accept(event);
        } catch (RuntimeException | Error e) { // boundary to the application
            LOG.log(Level.ERROR, "a listener of the application failed, its subscription ends", e);
            if (over.compareAndSet(false, true)) {
                end.run();
                tell(e);
            }
            return;
        }
        busy.set(false);
        resume.run();
    }

    @Override
    public void failed(Throwable cause) {
        if (over.compareAndSet(false, true)) {
            end.run();
            executor.execute(() -> tell(cause));
        }
    }

    private void tell(Throwable cause) {
        try {
            failed.accept(cause);
        } catch (RuntimeException e) { // the same boundary
            LOG.log(Level.ERROR, "and could not be told", e);
        }
    }

    /** Ends it: nothing more is told, but for what is being told on another thread. */
    void close() {
        if (over.compareAndSet(false, true)) {
            end.run();
        }
    }
}
