package dev.parley.endpoints;

import dev.parley.endpoints.hub.HubClient;
import dev.parley.endpoints.session.Connection;
import dev.parley.hub.protocol.HubProtocol;
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

/** Many channels on one connection, by the protocol {@value HubProtocol#SUBPROTOCOL}. One instance per connection. */
@ServerEndpoint(value = "/hub", configurator = HandshakeConfigurator.Hub.class)
public class HubEndpoint {
    private final Attachment<HubClient> attachment = new Attachment<>("/hub");

    /** Called by the container. */
    @OnOpen
    public void open(Session session, EndpointConfig config) {
        attachment.open(session, config, admission -> {
            HubClient client = admission.application().hubClient(admission.login());
            Optional<Connection> connection =
                    admission.application().openSubscriber(session, admission.handshake(), "/hub", client);
            connection.ifPresent(client::opened);
            return new Attachment.Opened<>(client, connection);
        });
    }

    /** Called by the container with each part of a text message. */
    @OnMessage
    public void text(String part, boolean last) {
        attachment.use((client, connection) -> client.text(connection, part, last));
    }

    /** Called by the container with each part of a binary message. */
    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        attachment.use((client, connection) -> client.binary(connection, part, last));
    }

    /** Called by the container. */
    @OnMessage
    public void pong(PongMessage pong) {
        attachment.use((client, connection) -> client.pong(connection, pong.getApplicationData()));
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
