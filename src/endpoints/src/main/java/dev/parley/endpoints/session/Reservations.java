package dev.parley.endpoints.session;

import dev.parley.endpoints.handshake.Handshake;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Handshakes that were counted as connections before their sessions open. Safe for any thread. */
final class Reservations {
    private final IdentityHashMap<Handshake, Long> since = new IdentityHashMap<>(); // nanoseconds; guarded by this

    synchronized void add(Handshake handshake, long nowNanos) {
        since.put(handshake, nowNanos);
    }

    /** Returns since when there was one; empty to every call but the first. */
    synchronized Optional<Long> remove(Handshake handshake) {
        return Optional.ofNullable(since.remove(handshake));
    }

    /** Removes and returns those that have waited for {@code patience} nanoseconds. */
    synchronized List<Handshake> removeOverdue(long nowNanos, long patience) {
        List<Handshake> overdue = new ArrayList<>();
        Iterator<Map.Entry<Handshake, Long>> all = since.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Handshake, Long> entry = all.next();
            if (nowNanos - entry.getValue() >= patience) {
                overdue.add(entry.getKey());
                all.remove();
            }
        }
        return overdue;
    }
}
