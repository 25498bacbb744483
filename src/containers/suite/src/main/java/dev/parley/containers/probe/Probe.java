package dev.parley.containers.probe;

import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down every event of its session, under the name that the client gave it. */
@ServerEndpoint(value = "/probe/{name}", configurator = Handshakes.class)
public class Probe {
    static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();
    static final Map<String, List<String>> EVENTS = new ConcurrentHashMap<>();

    private volatile String name = "";

    /** Called by the container. */
    @OnOpen
    public void open(Session session, EndpointConfig config, @PathParam("name") String given) {
        name = given;
        SESSIONS.put(name, session);
        note("self in open sessions " + session.getOpenSessions().contains(session));
        note("path parameters "
                + session.getPathParameters().keySet().stream().sorted().toList());
        if (config.getUserProperties().get("handshake") instanceof List<?> handshake) {
            handshake.forEach(line -> note(line.toString()));
        }
        note("number " + session.getUserProperties().get("number"));
        note("open"); // the last of them, since it is waited for
    }

    /** Called by the container. */
    @OnMessage
    public void text(String text) {
        if (text.equals("throw")) {
            throw new IllegalStateException("as asked");
        }
        note("text " + text);
    }

    /** Called by the container. */
    @OnClose
    public void close(Session session, CloseReason reason) {
        note("close " + reason.getCloseCode().getCode() + (session.isOpen() ? " open" : ""));
    }

    /** Called by the container. */
    @OnError
    public void error(Throwable cause) {
        note("error");
    }

    private void note(String event) {
        EVENTS.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>()).add(event);
    }
}
