package dev.parley.conformance.peer;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Moves the bytes of all connections of one case on one thread. Confined to that thread. */
final class Loop implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long TICK_MILLIS = 50;
    /** Threads of a server, and of the kernel, that wait for a processor one after the other until an answer is here. */
    private static final int PLACES = 4;

    private static final int MOST = 3; // times what is asked for

    private final Selector selector;
    private final long end; // nanoTime at which the case is over
    private final long start = System.nanoTime();
    private long starved; // nanoseconds for which the machine is to be excused
    private final byte[] in = new byte[BUFFER];
    private final byte[] out = new byte[BUFFER];
    private final Set<Link> changed =
            new HashSet<>(); // whose interest may be another: a thousand others are left alone

    Loop(long limitNanos) throws IOException {
        this.selector = Selector.open();
        this.end = start + limitNanos;
    }

    Selector selector() {
        return selector;
    }

    /** Looks again, before the next wait, at what this link is interested in. */
    void changed(Link link) {
        changed.add(link);
    }

    /** Shared by the links for one read at a time. */
    byte[] in() {
        return in;
    }

    /** Shared by the links for one write at a time. */
    byte[] out() {
        return out;
    }

    long micros() {
        return (System.nanoTime() - start) / 1000;
    }

    /**
     * Moves bytes until {@code done}, or until none has moved on {@code link} for {@code stallNanos}. On a busy machine that
     * is longer: what this thread waits for a processor is waited for by the server too, and at more than one place.
     *
     * @return whether it is done
     */
    boolean await(Link link, long stallNanos, BooleanSupplier done) throws IOException {
        long began = System.nanoTime();
        long patience = stallNanos;
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            long deadline = Math.min(Math.max(began, link.lastMoved()) + patience, end + starved);
            if (now >= deadline) {
                return false;
            }
            changed.add(link);
            long millis = Math.max(1, Math.min((deadline - now) / NANOS_PER_MILLI, TICK_MILLIS));
            step(millis);
            long late = System.nanoTime() - now - millis * NANOS_PER_MILLI;
            if (late > 0 && patience < MOST * stallNanos) {
                patience += PLACES * late;
                starved += PLACES * late;
            }
        }
        return true;
    }

    /** Moves bytes for so long, which no limit of the case counts. */
    void rest(long nanos) throws IOException {
        long until = System.nanoTime() + nanos;
        starved += nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            step(Math.max(1, Math.min(left / NANOS_PER_MILLI, TICK_MILLIS)));
        }
    }

    private void step(long millis) throws IOException {
        boolean moved = false;
        for (Link link : changed) {
            moved |= link.readHeld();
            link.updateInterest();
        }
        changed.clear();
        if (moved) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, millis);
        }
    }

    private void ready(SelectionKey key) {
        Link link = (Link) key.attachment();
        link.ready();
        changed.add(link);
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
