package dev.parley.endpoints.session;

import dev.parley.hub.Outbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Holds a peer back while its outbox is full, or while it {@link ConnectionListener#isHeld() is held} for another reason. Where reading can be paused, it is, and no thread waits. Elsewhere the
 * container's thread waits, since that is all that the Jakarta API leaves; only so many threads of the application may
 * do so, and the sweep's write deadline ends each wait.
 */
final class BackPressure {
    private static final Logger LOG = System.getLogger(BackPressure.class.getName());

    private final Outbox outbox;
    private final Optional<FlowControl> control;
    private final Semaphore heldThreads;
    private final BooleanSupplier held;
    private final Object gate = new Object();
    private boolean paused; // guarded by gate
    private boolean waiting; // guarded by gate
    private boolean over; // guarded by gate

    /** {@code held} tells of the other reason; {@link #ready()} is to be called when it ends. */
    BackPressure(Outbox outbox, Optional<FlowControl> control, Semaphore heldThreads, BooleanSupplier held) {
        this.outbox = outbox;
        this.control = control;
        this.heldThreads = heldThreads;
        this.held = held;
    }

    /**
     * Called on the thread that delivered a message, after its replies were added.
     *
     * @return {@code false} if the outbox is full, and the peer cannot be held back: too many threads wait already
     */
    boolean holdBack() {
        boolean full = outbox.isFull();
        if (!full && !held.getAsBoolean()) {
            return true;
        }
        if (control.isPresent()) {
            pause(control.get());
            return true;
        }
        if (!heldThreads.tryAcquire()) {
            return !full;
        }
        try {
            await();
        } finally {
            heldThreads.release();
        }
        return true;
    }

    /** Returns whether the peer is being held back, so that nothing can come from it. */
    boolean isHolding() {
        synchronized (gate) {
            return paused || waiting;
        }
    }

    private boolean isWanted() {
        return outbox.isFull() || held.getAsBoolean();
    }

    /** A reason to hold the peer back has ended. */
    void ready() {
        release(false);
    }

    /** The connection is over: lets everything go. */
    void end() {
        release(true);
    }

    private void pause(FlowControl flow) {
        synchronized (gate) { // only flags are set under it, here and in pause() and resume()
            if (!paused && !over && isWanted()) {
                flow.pause();
                paused = true; // not if it threw
            }
        }
    }

    private void await() {
        boolean interrupted = false;
        synchronized (gate) {
            waiting = true;
            while (!over && isWanted()) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                    over = true; // the container wants its thread back
                }
            }
            waiting = false;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(boolean end) {
        synchronized (gate) {
            over |= end;
            gate.notifyAll();
            if (paused && control.isPresent() && (over || !isWanted())) {
                paused = false;
                resume(control.get());
            }
        }
    }

    private static void resume(FlowControl flow) {
        try {
            flow.resume();
        } catch (RuntimeException e) { // boundary to the container: the outbox must go on; silence will end the rest
            LOG.log(Level.DEBUG, "reading cannot be resumed", e);
        }
    }
}
