package dev.parley.hub;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Goes over the subscriptions of a channel and lets each deliver, in rounds. Safe for any thread: one at a time walks,
 * the others leave it a request.
 *
 * <p>A round serves everybody up to where the channel was when it began, so that none keeps the others waiting, and all
 * that keep up want the same: what was published during a round leaves in the next one, as one batch for all. The
 * thread that finds the walk idle begins at once, so that a message that nothing waits for costs no change of threads.
 * After a few subscriptions it leaves the rest to the executor: a publisher's thread reads on meanwhile, and does not
 * work for all others without end. The executor's thread too takes its turn with other walks.
 */
final class Walk {
    /** Subscriptions that the thread which begins a walk serves itself. */
    private static final int OWN = 32;

    /** Subscriptions in one go of the executor. */
    private static final int TURN = 1024;

    private static final Subscription[] NONE = {};

    private final Executor executor;
    private final LongSupplier channelTop;
    private final LongSupplier endangered;
    private final Supplier<Subscription[]> subscriptions;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long top; // written by the walker

    private Subscription[] round = NONE; // for the walker
    private int next; // for the walker: place in the round
    private long inDanger; // for the walker: publications up to it are soon to be dropped
    private int seen; // for the walker: requests that the round serves; 0: no round has begun

    /**
     * Makes an idle walk.
     *
     * @param channelTop tells the last publication
     * @param endangered tells the last publication that is soon to be dropped from the log
     * @param subscriptions tells whom to serve
     */
    Walk(Executor executor, LongSupplier channelTop, LongSupplier endangered, Supplier<Subscription[]> subscriptions) {
        this.executor = executor;
        this.channelTop = channelTop;
        this.endangered = endangered;
        this.subscriptions = subscriptions;
        this.top = channelTop.getAsLong();
    }

    /** Returns the offset up to which this round goes. */
    long top() {
        return top;
    }

    /** Sees to it that everybody is served what is in the channel now. */
    void request() {
        if (requests.getAndIncrement() == 0) {
            go(OWN);
        }
    }

    private void go(int steps) {
        int left = steps;
        while (goesOn()) {
            if (left == 0) {
                if (movedToExecutor()) {
                    return;
                }
                left = TURN;
            }
            left--;
            Subscription subscription = round[next++];
            subscription.look(inDanger);
            subscription.pump();
        }
    }

    /** Finds the next subscription to serve; {@code false} if there is nothing more to do. */
    private boolean goesOn() {
        while (next == round.length) {
            int served = seen;
            round = NONE;
            next = 0;
            seen = 0;
            if (served > 0 && requests.addAndGet(-served) == 0) {
                return false; // from here on the walk is another thread's
            }
            seen = requests.get();
            top = channelTop.getAsLong(); // before the subscriptions: see Subscription.pump()
            round = subscriptions.get();
            inDanger = endangered.getAsLong();
        }
        return true;
    }

    private boolean movedToExecutor() {
        try {
            executor.execute(() -> go(TURN));
            return true;
        } catch (RejectedExecutionException e) { // it shuts down: this thread goes on, or the channel would stand still
            return false;
        }
    }
}
