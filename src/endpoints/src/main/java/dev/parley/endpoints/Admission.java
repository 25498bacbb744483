package dev.parley.endpoints;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.hub.access.Login;
import dev.parley.hub.spi.Identity;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One handshake on its way to its endpoint. The Jakarta API leads no way from a handshake to the servlet context, nor
 * to the remote address; but all of a handshake happens on one thread, so that is where it waits.
 *
 * @param application whose handshake it is
 * @param handshake what is known of it
 * @param refusal why it is refused; empty if it is not
 * @param user whom the container knows it is of; empty until it is handed on, and if it knows nobody
 * @param accepted set when it is handed on: from then on a session may open on any thread, at any time
 */
record Admission(
        Application application,
        Handshake handshake,
        Optional<Refusal> refusal,
        Optional<Identity> user,
        AtomicBoolean accepted) {
    private static final String PROPERTY = "dev.parley.admission";
    private static final ThreadLocal<Admission> BOUND = new ThreadLocal<>();

    static Admission of(Application application, Handshake handshake, Optional<Refusal> refusal) {
        return new Admission(application, handshake, refusal, Optional.empty(), new AtomicBoolean());
    }

    static void bind(Admission admission) {
        BOUND.set(admission);
    }

    static void unbind() {
        BOUND.remove();
    }

    /** Returns the one bound to this thread. */
    static Optional<Admission> bound() {
        return Optional.ofNullable(BOUND.get());
    }

    /** Hands it on to the session that is about to open, which is of {@code known} if the container knows somebody. */
    void putInto(EndpointConfig config, Optional<Identity> known) {
        accepted.set(true);
        config.getUserProperties().put(PROPERTY, new Admission(application, handshake, refusal, known, accepted));
    }

    /** Begins with who is at the other end of the connection. */
    Login login() {
        return application
                .access()
                .login(user, handshake.remoteAddress(), handshake.local() && application.trusts(handshake));
    }

    /** Returns whether it was handed on. */
    boolean isAccepted() {
        return accepted.get();
    }

    /** Takes it from the session that has opened. */
    static Optional<Admission> takeFrom(Session session, EndpointConfig config) {
        Optional<Admission> ofSession = take(session.getUserProperties());
        Optional<Admission> ofConfig = take(config.getUserProperties());
        return ofSession.isPresent() ? ofSession : ofConfig;
    }

    private static Optional<Admission> take(Map<String, Object> properties) {
        return Optional.ofNullable((Admission) properties.remove(PROPERTY));
    }
}
