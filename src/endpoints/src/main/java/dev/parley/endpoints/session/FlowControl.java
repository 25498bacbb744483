package dev.parley.endpoints.session;

import dev.parley.endpoints.handshake.ConnectionControl;
import dev.parley.endpoints.handshake.Handshake;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Stops and restarts reading from one peer without holding a thread. */
interface FlowControl {
    /** Stops reading; called at most once before {@link #resume()}. */
    void pause();

    /** Reads again. */
    void resume();

    /** Finds what the server or the container of {@code session} offers; empty: nothing but holding the thread. */
    static Optional<FlowControl> of(Session session, Handshake handshake) {
        Optional<FlowControl> ofServer = handshake.control().map(OfServer::new);
        return ofServer.isPresent() ? ofServer : OfTomcat.find(session);
    }

    /** By the embedded server, which can. */
    record OfServer(ConnectionControl control) implements FlowControl {
        @Override
        public void pause() {
            control.pause();
        }

        @Override
        public void resume() {
            control.resume();
        }
    }

    /**
     * By {@code suspend()} and {@code resume()} of Tomcat's {@code WsSession}, found by reflection, so that this jar
     * does not need Tomcat.
     */
    record OfTomcat(Session session, Method suspend, Method resumption) implements FlowControl {
        private static final String WS_SESSION = "org.apache.tomcat.websocket.WsSession";

        static Optional<FlowControl> find(Session session) {
            if (!session.getClass().getName().equals(WS_SESSION)) {
                return Optional.empty();
            }
            try {
                Class<?> type = session.getClass();
                return Optional.of(new OfTomcat(session, type.getMethod("suspend"), type.getMethod("resume")));
            } catch (NoSuchMethodException e) { // a Tomcat before 9.0: the thread is held instead
                return Optional.empty();
            }
        }

        @Override
        public void pause() {
            call(suspend);
        }

        @Override
        public void resume() {
            call(resumption);
        }

        private void call(Method method) {
            try {
                method.invoke(session);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Tomcat's WsSession." + method.getName() + " is not accessible", e);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("Tomcat's WsSession." + method.getName() + " failed", e.getCause());
            }
        }
    }
}
