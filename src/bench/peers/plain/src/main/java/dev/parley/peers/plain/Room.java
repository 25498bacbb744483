package dev.parley.peers.plain;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The plain loop: what one says in a room goes to all who are there by a blocking sendText, one after the other. */
@ServerEndpoint("/room/{name}")
public final class Room {
    private static final Map<String, List<Session>> ROOMS = new ConcurrentHashMap<>();

    /** Adds the session to its room. */
    @OnOpen
    public void open(Session session, @PathParam("name") String name) {
        session.setMaxIdleTimeout(0);
        ROOMS.computeIfAbsent(name, none -> new CopyOnWriteArrayList<>()).add(session);
    }

    /** Sends the message to all in the room, its sender included. */
    @OnMessage
    public void say(String text, @PathParam("name") String name) {
        for (Session session : ROOMS.getOrDefault(name, List.of())) {
            try {
                synchronized (session) { // concurrent sends on one session throw on Tomcat
                    session.getBasicRemote().sendText(text);
                }
            } catch (IOException e) {
                ROOMS.getOrDefault(name, List.of()).remove(session);
            }
        }
    }

    /** Takes the session out of its room. */
    @OnClose
    public void close(Session session, @PathParam("name") String name) {
        ROOMS.getOrDefault(name, List.of()).remove(session);
    }

    /** A session that broke is closed by its container. */
    @OnError
    public void error(Throwable cause) {
        System.err.println("room: " + cause);
    }
}
