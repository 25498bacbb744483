package dev.parley.endpoints;

import dev.parley.endpoints.echo.Echo;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** Sends every message back, text as text and binary as binary, whole and in order. One instance per connection. */
@ServerEndpoint(value = "/echo", configurator = HandshakeConfigurator.Compressing.class)
public class EchoEndpoint {
    private final Attachment<Echo> attachment = new Attachment<>("/echo");

    /** Called by the container. */
    @OnOpen
    public void open(Session session, EndpointConfig config) {
        attachment.open(session, config, admission -> {
            Application application = admission.application();
            Echo echo = new Echo(application.settings().echo().maxMessageSize(), application.echoMemory());
            return new Attachment.Opened<>(echo, application.openEcho(session, admission.handshake(), echo));
        });
    }

    /** Called by the container with each part of a text message. */
    @OnMessage
    public void text(String part, boolean last) {
        attachment.use((echo, connection) -> echo.text(connection, part, last));
    }

    /** Called by the container with each part of a binary message. */
    @OnMessage
    public void binary(ByteBuffer part, boolean last) {
        attachment.use((echo, connection) -> echo.binary(connection, part, last));
    }

    /** Called by the container. */
    @OnMessage
    public void pong(PongMessage pong) {
        attachment.use((echo, connection) -> connection.pong(pong.getApplicationData()));
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
