package dev.parley.containers.probe;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Takes messages in parts and tells, after the last, how they came. */
@ServerEndpoint("/parts")
public class Parts {
    private int parts;
    private int length;
    private boolean split;

    /** Called by the container. */
    @OnMessage
    public void text(String part, boolean last, Session session) {
        parts++;
        length += part.length();
        split |= !part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1));
        if (last) {
            session.getAsyncRemote()
                    .sendText(
                            length + (parts > 1 ? " in parts" : " whole") + (split ? ", pairs split" : ""),
                            result -> {});
        }
    }
}
