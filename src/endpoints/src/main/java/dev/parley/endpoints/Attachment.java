package dev.parley.endpoints;

import dev.parley.endpoints.session.Connection;
import dev.parley.hub.Disconnect;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint instance holds: its part of the protocol and its connection, from open to close. It is the boundary
 * to the container: no exception passes, since containers do different things with one (they close with 1003, with
 * 1002, or not at all); ours closes with 1011.
 *
 * @param <P> the part of the protocol
 */
final class Attachment<P> {
    private static final Logger LOG = System.getLogger(Attachment.class.getName());

    private final String endpoint;
    private volatile @Nullable Opened<P> opened;
    private volatile boolean closed;

    /** What an open made: the connection is empty if there are too many. */
    record Opened<P>(P protocol, Optional<Connection> connection) {}

    Attachment(String endpoint) {
        this.endpoint = endpoint;
    }

    void open(Session session, EndpointConfig config, Function<Admission, Opened<P>> opener) {
        try {
            Optional<Admission> admission = Admission.takeFrom(session, config);
            if (admission.isEmpty()) {
                throw new IllegalStateException("session without admission: the container made no copy of the user"
                        + " properties of the handshake (Jakarta WebSocket 2.1 asks for it)");
            }
            opened = opener.apply(admission.get());
        } catch (RuntimeException e) { // boundary to the container
            LOG.log(Level.ERROR, endpoint + ": open failed", e);
            close(session);
        }
        if (closed) { // some containers close, and say so, while the open is still under way
            gone();
        }
    }

    /** The session is closed. */
    void closed() {
        closed = true;
        gone();
    }

    private void gone() {
        use((protocol, connection) -> connection.gone());
    }

    void use(BiConsumer<P, Connection> action) {
        Opened<P> current = opened;
        if (current == null || current.connection().isEmpty()) {
            return; // refused at the open; the close is under way
        }
        Connection connection = current.connection().get();
        try {
            action.accept(current.protocol(), connection);
        } catch (RuntimeException e) { // boundary to the container
            LOG.log(Level.ERROR, endpoint + ": message handler failed", e);
            connection.disconnect(Disconnect.INTERNAL_ERROR);
        }
    }

    /** What containers report here are mostly ordinary disconnects; the end of a connection is told elsewhere. */
    void error(Throwable cause) {
        LOG.log(Level.DEBUG, () -> endpoint + ": " + cause);
    }

    private static void close(Session session) {
        try {
            session.close(new CloseReason(CloseCodes.UNEXPECTED_CONDITION, ""));
        } catch (IOException | RuntimeException e) { // boundary to the container
            LOG.log(Level.DEBUG, () -> "close of " + session.getId() + ": " + e);
        }
    }
}
