package dev.parley.hub;

import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded outbound queue of one connection, with one send in flight. Safe for any thread; no call blocks.
 *
 * <p>Two queues share the connection. <em>Data</em> is what channels deliver: it is refused beyond the bounds, and the
 * one who offered it is called back when there is room. <em>Replies</em> are answers to what the peer itself sent, and
 * pings: they have a reserve above the bounds and go first, so that data never blocks them. A caller that adds replies
 * stops reading from the peer while the outbox {@link #isFull() is full}.
 *
 * <p>Whoever adds a message while nothing is in flight sends it at once, on its own thread. A completion sends the
 * next one; completions that come during the send itself are taken by a loop, not by recursion, since some containers
 * complete sends on the stack of the sender.
 */
public final class Outbox {
    private final Transport transport;
    private final Bounds bounds;
    private final LongSupplier nanoTime;
    private final Listener listener;

    private final Object lock = new Object();
    private final ArrayDeque<Outbound> replies = new ArrayDeque<>(0); // guarded by lock
    private final ArrayDeque<Outbound> data = new ArrayDeque<>(0); // guarded by lock
    private long bytes; // guarded by lock; what is in flight included
    private int messages; // guarded by lock; what is in flight included
    private boolean closing; // guarded by lock; takes nothing more
    private long excess; // guarded by lock; bytes by which a message that was taken alone exceeds the bounds
    private boolean wanted; // guarded by lock; somebody waits for room
    private boolean idleWanted; // guarded by lock; somebody waits until nothing waits
    private long busySince; // guarded by lock; start of the send in flight

    private final AtomicInteger work = new AtomicInteger(); // requests to the sending loop
    private volatile boolean inFlight;
    private volatile boolean failed;

    /**
     * How much may wait in an outbox.
     *
     * @param bytes bytes of data, each message with its overhead; at least 1
     * @param messages messages of data; at least 1
     * @param reserveBytes bytes that replies may take above {@code bytes}; also a quarter of {@code messages}, at least
     *     16, are in reserve
     */
    public record Bounds(long bytes, int messages, long reserveBytes) {
        /** Checks the ranges. */
        public Bounds {
            if (bytes < 1 || messages < 1 || reserveBytes < 0) {
                throw new IllegalArgumentException("bounds " + bytes + ", " + messages + ", " + reserveBytes);
            }
        }

        int reserveMessages() {
            return Math.max(16, messages / 4);
        }
    }

    /**
     * Hears what happens to an outbox. Called with no lock held, on the thread of an offer or of a completion. What it
     * throws there counts as a failed send, or goes to whoever completed the send.
     */
    public interface Listener {
        /** A message has left. */
        void sent(Outbound message);

        /**
         * There is room again after a refusal or after {@link #isFull()} was true: half of the bounds is free. Or nothing
         * waits any more after {@link #isIdle()} was false. Two threads may call this at once.
         */
        void ready();

        /** The connection is broken; called once, nothing is sent any more. */
        void failed(Throwable cause);
    }

    /** Makes an empty outbox. */
    public Outbox(Transport transport, Bounds bounds, LongSupplier nanoTime, Listener listener) {
        this.transport = transport;
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    /**
     * Adds data.
     *
     * @return {@code false} if it was not taken: the outbox is full, and {@link Listener#ready()} will be called; or it
     *     is closing
     */
    public boolean offer(Outbound message) {
        boolean alone;
        synchronized (lock) {
            if (closing) {
                return false;
            }
            if (messages > 0 && !fits(message, bounds.bytes(), bounds.messages())) {
                wanted = true;
                return false;
            }
            alone = begins(data, message);
        }
        proceed(alone, message);
        return true;
    }

    /**
     * Adds data if nothing waits and nothing is in flight: for those who can make one message of all that has gathered
     * meanwhile.
     *
     * @param wanted whether the message is still wanted when its turn to be added comes: what was added before that
     *     ceased to be so stands before it, and nothing stands after it. Called with the outbox locked, so that it must
     *     only look at a flag
     * @return {@code false} if it was not taken: {@link Listener#ready()} will be called, or the outbox is closing, or
     *     the message is not wanted
     */
    public boolean offerIfIdle(Outbound message, BooleanSupplier wanted) {
        boolean alone;
        synchronized (lock) {
            if (!isIdle() || !wanted.getAsBoolean()) {
                return false;
            }
            alone = begins(data, message);
        }
        proceed(alone, message);
        return true;
    }

    /**
     * Returns whether {@link #offerIfIdle} would take a message. If it would not, {@link Listener#ready()} will be called
     * when it does, unless the outbox is closing.
     */
    public boolean isIdle() {
        synchronized (lock) {
            idleWanted |= messages > 0;
            return messages == 0 && !closing;
        }
    }

    /**
     * Adds a reply, ahead of the data that waits.
     *
     * @return {@code false} if it was not taken: even the reserve is full, or the outbox is closing
     */
    public boolean reply(Outbound message) {
        return reply(message, replies);
    }

    /** Adds a reply that must not overtake data, such as the one that says where a subscription begins. */
    public boolean replyInOrder(Outbound message) {
        return reply(message, data);
    }

    private boolean reply(Outbound message, ArrayDeque<Outbound> queue) {
        boolean alone;
        synchronized (lock) {
            if (closing) {
                return false;
            }
            long mostBytes = bounds.bytes() + excess + bounds.reserveBytes();
            if (messages > 0 && !fits(message, mostBytes, bounds.messages() + bounds.reserveMessages())) {
                wanted = true;
                return false;
            }
            alone = begins(queue, message);
        }
        proceed(alone, message);
        return true;
    }

    /** Drops the data, sends the replies that wait and then the close; takes nothing more. Without effect twice. */
    public void close(Outbound.Close close) {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            data.forEach(this::forget);
            data.clear();
            add(replies, close);
        }
        drain();
    }

    /** Drops everything; takes and sends nothing more. For a connection that is gone. */
    public void discard() {
        synchronized (lock) {
            closing = true;
            failed = true;
            replies.forEach(this::forget);
            replies.clear();
            data.forEach(this::forget);
            data.clear();
        }
    }

    /** Returns whether the bounds are reached; if so, {@link Listener#ready()} will be called when there is room. */
    public boolean isFull() {
        synchronized (lock) {
            boolean full = !closing && (bytes >= bounds.bytes() || messages >= bounds.messages());
            wanted |= full;
            return full;
        }
    }

    /** Returns the bytes that wait or are being sent, overhead included. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Returns how long the send in flight has been under way, in nanoseconds; 0 if none is. */
    public long stalledNanos(long nowNanos) {
        synchronized (lock) {
            return inFlight && messages > 0 ? Math.max(0, nowNanos - busySince) : 0;
        }
    }

    private boolean fits(Outbound message, long mostBytes, int mostMessages) {
        return bytes + message.size() <= mostBytes && messages < mostMessages;
    }

    /**
     * Adds a message, under the lock. If nothing waits and nothing is in flight, it is in flight from here on, and the
     * caller sends it: it does not go through the queue, where the reference to something new from something old would
     * have to be looked at by the collector, for each delivery.
     *
     * @return whether the caller has to send it
     */
    private boolean begins(ArrayDeque<Outbound> queue, Outbound message) {
        boolean alone = messages == 0 && !inFlight && work.compareAndSet(0, 1);
        if (alone) {
            count(message);
            busySince = nanoTime.getAsLong();
            inFlight = true;
        } else {
            add(queue, message);
        }
        return alone;
    }

    private void proceed(boolean alone, Outbound message) {
        if (alone) {
            send(message);
            drainOn(1);
        } else {
            drain();
        }
    }

    private void add(ArrayDeque<Outbound> queue, Outbound message) {
        queue.add(message);
        count(message);
    }

    private void count(Outbound message) {
        if (messages == 0) {
            excess = excess(message);
        }
        bytes += message.size();
        messages++;
    }

    private void forget(Outbound message) {
        bytes -= message.size();
        messages--;
        if (excess(message) > 0) {
            excess = 0;
        }
    }

    private long excess(Outbound message) {
        return Math.max(0, message.size() - bounds.bytes());
    }

    /** Sends while there is something and nothing is in flight. One thread is in the loop; others leave it a request. */
    private void drain() {
        if (work.getAndIncrement() == 0) {
            drainOn(1);
        }
    }

    private void drainOn(int requests) {
        int seen = requests;
        do {
            while (!inFlight && !failed) {
                Outbound next = next();
                if (next == null) {
                    break;
                }
                send(next);
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private @Nullable Outbound next() {
        synchronized (lock) {
            Outbound next = replies.isEmpty() ? data.poll() : replies.poll();
            if (next != null) {
                busySince = nanoTime.getAsLong();
                inFlight = true;
            }
            return next;
        }
    }

    private void send(Outbound message) {
        Sending sending = new Sending(message);
        try {
            transport.send(message, sending);
        } catch (Throwable e) { // boundary to the container: whatever it throws, the connection is broken
            sending.completed(Optional.of(e));
            fail(e); // it may have completed the send before
        }
    }

    /** The send in flight. Counts its first completion: a container may throw and call back as well. */
    private final class Sending extends AtomicBoolean implements Transport.Completion {
        private static final long serialVersionUID = 1;

        private final transient Outbound message;

        Sending(Outbound message) {
            this.message = message;
        }

        @Override
        public void completed(Optional<Throwable> failure) {
            if (compareAndSet(false, true)) {
                Outbox.this.completed(message, failure);
            }
        }
    }

    private void completed(Outbound message, Optional<Throwable> failure) {
        boolean ready;
        synchronized (lock) {
            forget(message);
            boolean room = wanted && bytes <= bounds.bytes() / 2 && messages <= bounds.messages() / 2;
            boolean idle = idleWanted && messages == 0;
            ready = (room || idle) && !failed && failure.isEmpty();
            if (ready) {
                wanted &= !room;
                idleWanted &= !idle;
            }
        }
        try {
            if (failure.isPresent()) {
                fail(failure.get());
            } else {
                listener.sent(message);
            }
        } finally { // a listener that throws does not stop what waits
            inFlight = false;
            drain();
            if (ready) {
                listener.ready();
            }
        }
    }

    private void fail(Throwable cause) {
        boolean first;
        synchronized (lock) {
            first = !failed;
            discard();
        }
        if (first) {
            listener.failed(cause);
        }
    }
}
