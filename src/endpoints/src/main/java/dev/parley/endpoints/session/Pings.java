package dev.parley.endpoints.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The pings of one connection that wait for their pong. A payload is a random nonce and the monotonic time of sending;
 * only one that was really sent counts, so that a peer cannot make up a round-trip time. Safe for any thread.
 */
final class Pings {
    private static final int PAYLOAD = 16;
    private static final int MAX_WAITING = 8;

    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(MAX_WAITING); // guarded by this

    /** Returns the payload of a new ping. */
    synchronized ByteBuffer next(long nonce, long nowNanos) {
        ByteBuffer payload =
                ByteBuffer.allocate(PAYLOAD).putLong(nonce).putLong(nowNanos).flip();
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(payload);
        return payload.duplicate();
    }

    /**
     * Takes a pong.
     *
     * @return the time since its ping; empty if it answers none of ours, or one that has been answered
     */
    synchronized Optional<Duration> answered(ByteBuffer payload, long nowNanos) {
        Iterator<ByteBuffer> oldestFirst = waiting.iterator();
        while (oldestFirst.hasNext()) {
            ByteBuffer sent = oldestFirst.next();
            if (sent.equals(payload)) {
                oldestFirst.remove();
                return Optional.of(Duration.ofNanos(Math.max(0, nowNanos - sent.getLong(Long.BYTES))));
            }
        }
        return Optional.empty();
    }
}
