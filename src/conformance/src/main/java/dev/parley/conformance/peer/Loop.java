package dev.parley.conformance.peer;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Moves the bytes of all connections of one case on one thread. Confined to that thread. */
final class Loop implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final long end; // nanoTime at which the case is over
    private final long start = System.nanoTime();
    private final byte[] in = new byte[BUFFER];
    private final byte[] out = new byte[BUFFER];

    Loop(long limitNanos) throws IOException {
        this.selector = Selector.open();
        this.end = start + limitNanos;
    }

    Selector selector() {
        return selector;
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
     * Moves bytes until {@code done}, or until none has moved on {@code link} for {@code stallNanos}.
     *
     * @return whether it is done
     */
    boolean await(Link link, long stallNanos, BooleanSupplier done) throws IOException {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            long deadline = Math.min(Math.max(began, link.lastMoved()) + stallNanos, end);
            if (now >= deadline) {
                return false;
            }
            step(Math.max(1, (deadline - now) / NANOS_PER_MILLI));
        }
        return true;
    }

    private void step(long millis) throws IOException {
        List<Link> holding = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                Link link = (Link) key.attachment();
                key.interestOps(link.interest());
                if (link.holdsBytes()) {
                    holding.add(link);
                }
            }
        }
        holding.forEach(Link::readHeld);
        if (holding.isEmpty()) {
            selector.select(key -> ((Link) key.attachment()).ready(), millis);
        } else {
            selector.selectNow(key -> ((Link) key.attachment()).ready());
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
