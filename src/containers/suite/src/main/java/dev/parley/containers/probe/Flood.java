package dev.parley.containers.probe;

import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Sends to one session for as long as the peer takes it: one send in flight, the next one after its handler. */
final class Flood {
    private static final Map<String, Flood> FLOODS = new ConcurrentHashMap<>();
    private static final int SIZE = 64 * 1024;

    private final Session session;
    private final ByteBuffer payload = ByteBuffer.allocate(SIZE);
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "flood");
        thread.setDaemon(true);
        return thread;
    });
    private int started; // all guarded by this
    private int ended;
    private boolean failed;

    private Flood(Session session) {
        this.session = session;
    }

    /** Begins; {@code timeoutMillis} 0 sets none. */
    static String start(String name, Session session, long timeoutMillis) {
        if (timeoutMillis > 0) {
            session.getAsyncRemote().setSendTimeout(timeoutMillis);
        }
        Flood flood = new Flood(session);
        FLOODS.put(name, flood);
        flood.sender.execute(flood::sendNext);
        return "begun";
    }

    /** Returns {@code under way}, {@code failed} or {@code unanswered}, and the number of sends that ended. */
    static String state(String name) {
        Flood flood = FLOODS.get(name);
        if (flood == null) {
            return "no flood " + name;
        }
        synchronized (flood) {
            return (flood.failed ? "failed" : "under way") + " " + flood.ended + " of " + flood.started;
        }
    }

    private void sendNext() {
        synchronized (this) {
            started++;
        }
        try {
            session.getAsyncRemote().sendBinary(payload.duplicate(), this::sent);
        } catch (RuntimeException e) { // which one it is differs
            end(false);
        }
    }

    private void sent(SendResult result) {
        end(result.isOK());
    }

    private void end(boolean ok) {
        synchronized (this) {
            ended++;
            failed |= !ok;
        }
        if (!ok) {
            sender.shutdown();
            return;
        }
        try {
            sender.execute(this::sendNext);
        } catch (RejectedExecutionException e) {
            // failed meanwhile
        }
    }
}
