package dev.parley.conformance.reference;

import dev.parley.wire.Limits;
import dev.parley.wire.Role;
import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one server have in common: for a server without faults, nothing. Where a fault is about two of
 * them, the older waits for the younger, so that who is faster does not matter. Safe for any thread.
 */
final class Company {
    private static final long PATIENCE_SECONDS = 5;
    private static final int PLACES = 100;

    private final Runnable death;
    private final Set<Integer> present = new HashSet<>();
    private int arrived;
    private boolean dead;
    private boolean ended;
    private int leaked;
    private String subprotocol = "";
    private boolean old;
    private String extensions = "";
    private String key = "";
    private byte[] rest = {};
    private @Nullable PermessageDeflate deflate;
    private final Lock turn = new ReentrantLock();
    private final NavigableMap<Integer, OutputStream> outs = new ConcurrentSkipListMap<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    /** What faults of {@link SixthBlindFault} have in common. */
    final SixthCommon sixth = new SixthCommon();

    /** What is done by one connection at a time. */
    interface Turn {
        void take() throws IOException;
    }

    Company(Runnable death) {
        this.death = death;
    }

    /** The number of a new connection, from 1. */
    synchronized int arrive() {
        present.add(++arrived);
        notifyAll();
        return arrived;
    }

    synchronized void leave(int number) {
        sixth.leave(number);
        present.remove(number);
        outs.remove(number);
        notifyAll();
    }

    synchronized void leaveRest(byte... bytes) {
        rest = bytes.clone();
    }

    /** What stood behind the request that was refused last; each time once. */
    synchronized byte[] takeRest() {
        byte[] taken = rest;
        rest = new byte[0];
        return taken;
    }

    /** The subprotocol that was used last; empty if none was. */
    synchronized String subprotocol() {
        return subprotocol;
    }

    synchronized void use(String name) {
        subprotocol = name;
    }

    /** Whether the last request that said so was of a version of HTTP that has no heads. */
    synchronized boolean isOld() {
        return old;
    }

    synchronized void old(boolean without) {
        old = without;
    }

    /** The answer of extensions that was used last; empty if none was. */
    synchronized String extensions() {
        return extensions;
    }

    synchronized void useExtensions(String line) {
        extensions = line;
    }

    /** The line of the last key that was taken; empty if none was. */
    synchronized String key() {
        return key;
    }

    synchronized void useKey(String line) {
        key = line;
    }

    /** Deflates in one window for all. */
    synchronized byte[] packed(byte[] payload) {
        if (deflate == null) {
            DeflateDirection widest = new DeflateDirection(ContextTakeover.ALLOWED, DeflateDirection.MAX_WINDOW_BITS);
            DeflateAgreement terms = new DeflateAgreement(widest, widest);
            deflate = PermessageDeflate.of(Role.SERVER, terms, DeflateSettings.DEFAULT, Limits.NONE);
        }
        return packed(deflate, payload);
    }

    /** Deflates a message. */
    static byte[] packed(PermessageDeflate deflate, byte[] payload) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        deflate.encode(payload, 0, payload.length, (b, o, l) -> add(packed, b, o, l));
        deflate.endEncode((b, o, l) -> add(packed, b, o, l));
        return packed.toByteArray();
    }

    private static boolean add(ByteArrayOutputStream to, byte[] bytes, int offset, int length) {
        to.write(bytes, offset, length);
        return true;
    }

    /** A place that nobody will get any more. */
    synchronized void leak() {
        leaked++;
    }

    /** Whether there is no place left for another connection. */
    synchronized boolean isFull() {
        return leaked >= PLACES;
    }

    /** Does something while no other connection does. */
    void alone(Turn taken) throws IOException {
        turn.lock();
        try {
            taken.take();
        } finally {
            turn.unlock();
        }
    }

    /** A connection that can be written to. */
    void open(int number, OutputStream out) {
        outs.put(number, out);
    }

    /** Where to write to the connection that came last. */
    OutputStream youngest() {
        return outs.lastEntry().getValue();
    }

    /** What there is of the message of any connection. */
    ByteArrayOutputStream message() {
        return message;
    }

    /** Takes all connections down. */
    void die() {
        death.run();
        synchronized (this) {
            dead = true;
            notifyAll();
        }
    }

    /** The server has been closed. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Until the server is closed. */
    synchronized void awaitEnd() {
        await(Long.MAX_VALUE, () -> ended);
    }

    /** Lets a younger connection do its worst before this one goes on; the first one waits for it to come, too. */
    synchronized void awaitDeath(int number) {
        await(PATIENCE_SECONDS, () -> dead || (number > 1 && arrived == number));
    }

    /** Lets a younger connection come, and waits as long as there is one. */
    synchronized void awaitYounger(int number) {
        await(PATIENCE_SECONDS, () -> arrived > number);
        await(Long.MAX_VALUE, () -> present.stream().noneMatch(other -> other > number));
    }

    private void await(long seconds, BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.min(seconds, 3600));
        try {
            while (!done.getAsBoolean() && !ended && System.nanoTime() < end) {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
