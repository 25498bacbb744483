package dev.parley.hub;

import org.jspecify.annotations.Nullable;

/**
 * Whether a publisher is held back because it outruns those who follow a channel. Safe for any thread: logs on a disk tell
 * what became of a message on threads of their own, while its publisher says the next one.
 */
public final class PublisherHold {
    private final Hub hub;
    private final Runnable readOn;
    private volatile @Nullable Reason reason;

    private static final class Reason {
        private volatile boolean over;
    }

    /** Begins without; {@code readOn} is called when a hold has ended. */
    public PublisherHold(Hub hub, Runnable readOn) {
        this.hub = hub;
        this.readOn = readOn;
    }

    /** Returns whether the publisher should say nothing for now. Never without a call of {@code readOn} to come. */
    public boolean isHeld() {
        return reason != null;
    }

    /** Something of the publisher's came into a channel: is it too much? */
    public void published(String channel) {
        if (reason != null) {
            return;
        }
        Reason asked = new Reason();
        if (hub.isCongested(channel, () -> over(asked))) {
            reason = asked;
            if (asked.over) { // before it was seen
                over(asked);
            }
        }
    }

    private void over(Reason ended) {
        ended.over = true;
        if (reason == ended) {
            reason = null;
            readOn.run();
        }
    }
}
