package dev.parley.hub.protocol;

import dev.parley.hub.spi.Outbound;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What all that a session follows has for its connection. Safe for any thread.
 *
 * <p>Nothing is queued: while a message is on its way, whoever offers another is refused and waits in line, where it is.
 * When the connection is free, all in the line are asked for what they have by then, and that leaves as one
 * message, if the client takes arrays: so the cost of a message falls as the load rises, and a connection that stands
 * still holds nothing but its line.
 *
 * <p>Between the asking and the sending nobody else gets in, or a subscription's next message could overtake the one
 * that was gathered.
 */
final class Feed {
    private enum State {
        /** Who offers something gets it sent, if the connection is free. */
        OPEN,
        /** What is offered is gathered. */
        GATHERING,
        /** What was gathered is about to be sent. */
        CLOSED
    }

    private final ClientConnection connection;
    private final AtomicInteger calls = new AtomicInteger(); // to ready()
    private final Object lock = new Object();
    private final ArrayDeque<Attached> line = new ArrayDeque<>(0); // guarded by lock
    private volatile State state = State.OPEN; // written under lock
    private List<Outbound> gathered = List.of(); // guarded by lock
    private boolean full; // guarded by lock; what was offered did not fit any more
    private int bytes; // guarded by lock; of what is gathered
    private final ArrayDeque<Outbound> late = new ArrayDeque<>(0); // guarded by lock; answers while it was closed
    private volatile Encoding encoding = Encoding.TEXT;
    private volatile int batchBytes;

    Feed(ClientConnection connection) {
        this.connection = connection;
    }

    /** The client has said how it wants its messages; {@code longest} is the length of arrays, 0 for none. */
    void begin(Encoding wanted, int longest) {
        encoding = wanted;
        batchBytes = longest;
    }

    Encoding encoding() {
        return encoding;
    }

    /** Returns the length of arrays in bytes; 0: the client takes none. */
    int batchBytes() {
        return batchBytes;
    }

    /** Takes a message for the connection; {@code false}: {@code from} is in line and will be resumed. */
    boolean offer(Attached from, Outbound message) {
        if (state != State.OPEN) {
            synchronized (lock) {
                if (state != State.OPEN) {
                    return gather(from, message);
                }
            }
        }
        while (!connection.offer(message, from)) {
            synchronized (lock) {
                line.add(from);
            }
            if (!connection.isIdle() || !from.getAsBoolean()) { // asked when it is in line: ready() will find it there
                return false;
            }
        }
        return true;
    }

    /** Adds an answer behind all that was taken before. */
    void answerInOrder(Outbound message) {
        synchronized (lock) {
            if (state == State.GATHERING) {
                gathered.add(message);
                bytes += message.size();
                return;
            } else if (state == State.CLOSED) {
                late.add(message);
                return;
            }
        }
        connection.replyInOrder(message);
    }

    private boolean gather(Attached from, Outbound message) {
        List<Outbound> all = gathered;
        full |= !all.isEmpty() && bytes + message.size() > batchBytes;
        if (state == State.CLOSED || full || !from.getAsBoolean()) {
            line.add(from);
            return false;
        }
        all.add(message);
        bytes += message.size();
        return true;
    }

    /** The connection is free again. */
    void ready() {
        if (calls.getAndIncrement() != 0) {
            return; // whoever is at it does it once more
        }
        int seen = 1;
        do {
            turn();
            seen = calls.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn() {
        if (batchBytes == 0) {
            serve();
            return; // each has sent its own, or is in line again
        }
        if (opened()) {
            serve();
        }
        Outbound message = close();
        if (message != null && !connection.queue(message)) { // the outbox is full of something else
            return; // stays closed, with what was gathered, until the next turn
        }
        if (reopened() && connection.isIdle()) {
            calls.incrementAndGet();
        }
    }

    /** Serves those in line, as long as there is room; the others keep their places. */
    private void serve() {
        for (Attached next = first(); next != null; next = hasRoom() ? first() : null) {
            next.resume();
        }
    }

    private @Nullable Attached first() {
        synchronized (lock) {
            return line.poll();
        }
    }

    private boolean hasRoom() {
        synchronized (lock) {
            if (state == State.GATHERING) {
                return !full;
            }
        }
        return connection.isIdle();
    }

    /** Begins to gather, unless something is left from the last turn. */
    private boolean opened() {
        synchronized (lock) {
            boolean nothingLeft = state == State.OPEN;
            if (nothingLeft) {
                gathered = new ArrayList<>();
                state = State.GATHERING;
            }
            return nothingLeft;
        }
    }

    /** Ceases to gather; returns the message made of what was gathered, if there is any. */
    private @Nullable Outbound close() {
        synchronized (lock) {
            state = State.CLOSED;
            if (gathered.isEmpty()) {
                return null;
            }
            return gathered.size() == 1 ? gathered.get(0) : encoding.join(gathered, bytes);
        }
    }

    /** Sends what came late and opens; returns whether somebody is in line. */
    private boolean reopened() {
        while (true) {
            Outbound next;
            synchronized (lock) {
                next = late.poll();
                if (next == null) {
                    gathered = List.of();
                    bytes = 0;
                    full = false;
                    state = State.OPEN;
                    return !line.isEmpty();
                }
            }
            connection.replyInOrder(next);
        }
    }
}
