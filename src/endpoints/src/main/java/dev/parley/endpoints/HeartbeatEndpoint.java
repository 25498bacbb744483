package dev.parley.endpoints;

import dev.parley.endpoints.heartbeat.Heartbeat;
import dev.parley.endpoints.session.Connection;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Keeps a connection alive and tells its round-trip times: the server's pings go to every endpoint, but this one
 * reports them, and answers pings that come as text. One instance per connection.
 */
@ServerEndpoint(value = "/heartbeat", configurator = HandshakeConfigurator.class)
public class HeartbeatEndpoint {
    private final Attachment<Heartbeat> attachment = new Attachment<>("/heartbeat");

    /** Called by the container. */
    @OnOpen
    public void open(Session session, EndpointConfig config) {
        attachment.open(session, config, admission -> {
            Heartbeat heartbeat = new Heartbeat(admission.application().json());
            Optional<Connection> connection =
                    admission.application().open(session, admission.handshake(), "/heartbeat", heartbeat);
            connection.ifPresent(heartbeat::opened);
            return new Attachment.Opened<>(heartbeat, connection);
        });
    }

    /** Called by the container with each part of a text message. */
    @OnMessage
    public void text(String part, boolean last) {
        attachment.use((heartbeat, connection) -> heartbeat.text(connection, part, last));
    }

    /** Called by the container with each part of a binary message. */
    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        attachment.use((heartbeat, connection) -> heartbeat.binary(connection, last));
    }

    /** Called by the container. */
    @OnMessage
    public void pong(PongMessage pong) {
        attachment.use((heartbeat, connection) -> connection.pong(pong.getApplicationData()));
    }

    /** Called by the container. */
    @OnClose
    public void close() {
        attachment.closed();
    }

    /** Called by the container. */
    @OnError
    public void error(Throwable cause) {
        attachment.error(cause);
    }
}
