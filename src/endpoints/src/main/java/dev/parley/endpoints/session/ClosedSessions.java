package dev.parley.endpoints.session;

import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sessions that were closed here, until their transport has ended or time is up: a peer that vanished never answers the
 * close frame. Safe for any thread; holds what was closed within the last {@code patience}.
 */
final class ClosedSessions {
    private record Closed(Session session, long sinceNanos) {}

    private final Deque<Closed> oldestFirst = new ArrayDeque<>(); // guarded by this

    synchronized void add(Session session, long nowNanos) {
        oldestFirst.addLast(new Closed(session, nowNanos));
    }

    /** Takes out those that were closed {@code patienceNanos} ago or longer and still have their connection. */
    List<Session> overdue(long nowNanos, long patienceNanos) {
        List<Session> old = new ArrayList<>();
        synchronized (this) {
            while (!oldestFirst.isEmpty() && nowNanos - oldestFirst.getFirst().sinceNanos() >= patienceNanos) {
                old.add(oldestFirst.removeFirst().session());
            }
        }
        return old.stream().filter(TransportEnd::isMissing).toList();
    }

    /** Returns whether one of them still has its connection. */
    boolean linger() {
        List<Closed> all;
        synchronized (this) {
            all = List.copyOf(oldestFirst);
        }
        return all.stream().map(Closed::session).anyMatch(TransportEnd::isMissing);
    }
}
