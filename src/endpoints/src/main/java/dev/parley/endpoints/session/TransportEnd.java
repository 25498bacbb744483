package dev.parley.endpoints.session;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends the transport of a session that was closed and whose peer does not answer. The Jakarta API cannot: Tomcat says
 * at once that the session is closed, but keeps its connection for 30 s and more, and for good once the application is
 * gone; Jetty keeps it until the peer ends it. Both have public methods for it, called by reflection, so that this jar
 * needs neither.
 */
final class TransportEnd {
    private static final Logger LOG = System.getLogger(TransportEnd.class.getName());
    private static final String TOMCAT = "org.apache.tomcat.websocket.WsSession";
    private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private static final String JETTY = "JakartaWebSocketSession";

    private TransportEnd() {}

    /** Returns whether a session that is closed, as far as the API tells, still has its connection. */
    static boolean isMissing(Session session) {
        if (isTomcat(session)) {
            return Boolean.FALSE.equals(call(session, "isClosed"));
        }
        Object core = isJetty(session) ? call(session, "getCoreSession") : null;
        return core != null && Boolean.FALSE.equals(call(core, "isClosed"));
    }

    /** Says how long Tomcat may block in a send, or in a close, which is one; other containers do not look there. */
    static void limitBlocking(Session session, Duration limit) {
        session.getUserProperties().put(BLOCKING_SEND_TIMEOUT, limit.toMillis());
    }

    /** Lets the next close not wait for a peer that does not read. */
    static void hasten(Session session) {
        limitBlocking(session, Duration.ofMillis(1));
    }

    /** Ends it, where the container has a way; may block for as long as a close may. */
    static void of(Session session) {
        if (isTomcat(session)) {
            try {
                session.getClass()
                        .getMethod("onClose", CloseReason.class)
                        .invoke(session, new CloseReason(CloseCodes.GOING_AWAY, ""));
            } catch (ReflectiveOperationException e) {
                unknown(session, e);
            }
        } else if (isJetty(session)) {
            Object core = call(session, "getCoreSession");
            if (core != null) {
                call(core, "abort");
            }
        }
    }

    static boolean isTomcat(Session session) {
        return session.getClass().getName().equals(TOMCAT);
    }

    private static boolean isJetty(Session session) {
        return session.getClass().getSimpleName().equals(JETTY);
    }

    private static @Nullable Object call(Object object, String method) {
        try {
            return object.getClass().getMethod(method).invoke(object);
        } catch (ReflectiveOperationException e) {
            unknown(object, e);
            return null;
        }
    }

    /** Another version of the container: its own timeouts have to do. */
    private static void unknown(Object object, ReflectiveOperationException cause) {
        LOG.log(Level.DEBUG, () -> "the transport of a " + object.getClass().getName() + " cannot be ended: " + cause);
    }
}
