package dev.parley.endpoints;

import dev.parley.endpoints.chat.ChatClient;
import dev.parley.endpoints.session.Connection;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The plain chat: one room for each path, a few JSON messages, for any client. One instance per connection. */
@ServerEndpoint(value = "/chat/{room}", configurator = HandshakeConfigurator.class)
public class ChatEndpoint {
    private final Attachment<ChatClient> attachment = new Attachment<>("/chat");

    /** Called by the container. */
    @OnOpen
    public void open(Session session, EndpointConfig config, @PathParam("room") String room) {
        attachment.open(session, config, admission -> {
            ChatClient client = new ChatClient(admission.application().chat(), room, admission.login());
            Optional<Connection> connection =
                    admission.application().openSubscriber(session, admission.handshake(), "/chat", client);
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
        attachment.use((client, connection) -> client.binary(connection, last));
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
