package dev.parley.hub.spi;

import java.util.Optional;

/** Sends what an outbox hands it, for one connection. The outbox calls it with one message at a time. */
public interface Transport {
    /**
     * Begins to send a message. Must not block. An exception counts as a failed send.
     *
     * @param completion told once, on any thread, also during this call
     */
    void send(Outbound message, Completion completion);

    /** What becomes of a send. */
    @FunctionalInterface
    interface Completion {
        /** The message has left, or, with a failure, the connection is broken. */
        void completed(Optional<Throwable> failure);
    }
}
