package dev.parley.containers.probe;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;

/** What the probe does to a session. */
final class SessionDeeds {
    private SessionDeeds() {}

    /** Closes twice and tells how the second one went. */
    static String close(Session session) throws IOException {
        session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(4001), "first"));
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(4002), "second"));
            return "quiet";
        } catch (IllegalStateException e) {
            return "IllegalStateException";
        }
    }

    /** Calls a method of the container's own session class. */
    static String call(Session session, String method) {
        try {
            session.getClass().getMethod(method).invoke(session);
            return "done";
        } catch (NoSuchMethodException e) {
            return "no such method";
        } catch (ReflectiveOperationException e) {
            return e.toString();
        }
    }
}
