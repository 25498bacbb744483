package dev.parley.endpoints.handshake;

import dev.parley.hub.Disconnect;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes what is refused as lines of a log, at most one a minute for each remote address or user, so that nobody can flood
 * the log; the next line says how many were left out. Remembers a bounded number of addresses; beyond, all others share
 * one line. Time comes in as an argument. Safe for any thread.
 */
public final class RefusalLog {
    private static final long PERIOD = Duration.ofMinutes(1).toNanos();
    private static final int MAX_ADDRESSES = 1024;
    private static final String OTHERS = ""; // no address

    private final Map<String, Entry> entries = new LinkedHashMap<>(); // guarded by this; oldest line first

    private static final class Entry {
        final long written;
        int leftOut;

        Entry(long written) {
            this.written = written;
        }
    }

    /** Makes a log without memory of any address. */
    public RefusalLog() {}

    /** Returns the line to write; empty if this refusal is to be left out. */
    public Optional<String> line(Handshake handshake, Refusal refusal, long nowNanos) {
        return line(
                handshake.remoteAddress(),
                () -> "handshake of " + Printable.of(handshake.remoteAddress()) + " for "
                        + Printable.of(handshake.path()) + " refused with " + refusal.status() + ": "
                        + refusal.reason(),
                nowNanos);
    }

    /** Returns the line to write on somebody who does something too often; empty if it is to be left out. */
    public Optional<String> line(String who, long nowNanos, String most) {
        return line(who, () -> Printable.of(who) + " does too much: " + most, nowNanos);
    }

    /** Returns the line to write on a connection that the server ended; empty if it is to be left out. */
    public Optional<String> line(String who, long nowNanos, String endpoint, Disconnect why) {
        return line(
                who,
                () -> "a connection of " + Printable.of(who) + " to " + endpoint + " was ended with " + why.code()
                        + ": " + why.reason(),
                nowNanos);
    }

    /** Returns a line on what an address or a user has done; empty if it is to be left out. */
    public Optional<String> line(String offender, Supplier<String> text, long nowNanos) {
        int leftOut;
        synchronized (this) {
            String address = offender;
            if (!entries.containsKey(address) && entries.size() >= MAX_ADDRESSES) {
                forgetOld(nowNanos);
                address = entries.size() >= MAX_ADDRESSES ? OTHERS : address;
            }
            Entry entry = entries.get(address);
            if (entry != null && nowNanos - entry.written < PERIOD) {
                entry.leftOut++;
                return Optional.empty();
            }
            leftOut = entry == null ? 0 : entry.leftOut;
            entries.remove(address);
            entries.put(address, new Entry(nowNanos));
        }
        return Optional.of(text.get() + (leftOut == 0 ? "" : " (" + leftOut + " more since the last line)"));
    }

    private void forgetOld(long nowNanos) {
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (oldestFirst.hasNext() && nowNanos - oldestFirst.next().written >= PERIOD) {
            oldestFirst.remove();
        }
    }
}
