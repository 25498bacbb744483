package dev.parley.hub;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One reader of a state channel. Safe for any thread.
 *
 * <p>A subscription is a cursor: the version up to which its subscriber knows everything. What it is told next is
 * whatever has a higher version, each key once, with its newest value: so a reader that has no room for a while is told
 * less, not later, and its memory is this one number. A reader never sees an older value of a key after a newer one,
 * because versions only rise.
 */
public final class StateSubscription {
    private final StateChannel channel;
    private final Subscriber subscriber;
    private final AtomicInteger work = new AtomicInteger(1); // held until start()

    private long version; // confined to the pump: everything up to it is known; -1: nothing is
    private long until; // confined to the pump: version of the snapshot that is being read; 0: none is
    private volatile boolean ended;

    StateSubscription(StateChannel channel, Subscriber subscriber, long version) {
        this.channel = channel;
        this.subscriber = subscriber;
        this.version = version;
    }

    /** Begins to deliver; to be called once, when the subscriber has been told where it begins. */
    public void start() {
        run();
    }

    /** Goes on after {@link Subscriber#accept} returned {@code false}. */
    public void resume() {
        pump();
    }

    /** Ends it. Nothing is delivered after it, but for a delivery under way on another thread. */
    public void close() {
        ended = true;
        channel.leave(this);
    }

    void pump() {
        if (work.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int seen = 1;
        do {
            deliver();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver() {
        while (!ended) {
            StateChannel.Step step = channel.after(version, until);
            if (step == null || !subscriber.accept(step.delivery())) {
                return;
            }
            version = step.version();
            until = step.until();
        }
    }
}
