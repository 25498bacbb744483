package dev.parley.endpoints;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Sends every message back. */
@ServerEndpoint("/echo")
public class EchoEndpoint {
    /** Called for each text message. */
    @OnMessage
    public void text(String text, Session session) {
        session.getAsyncRemote().sendText(text, result -> {});
    }
}
