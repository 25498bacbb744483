package dev.parley.containers.probe;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.List;

/** Does to the session of a {@link Probe} what the client asks for: {@code COMMAND NAME}; answers with the outcome. */
@ServerEndpoint("/control")
public class Control {
    /** Called by the container. */
    @OnMessage
    public String command(String line) throws Exception {
        int space = line.indexOf(' ');
        String command = line.substring(0, space);
        String name = line.substring(space + 1);
        if (command.equals("events")) {
            return String.join("\n", Probe.EVENTS.getOrDefault(name, List.of()));
        }
        Session session = Probe.SESSIONS.get(name);
        if (session == null) {
            return "no session " + name;
        }
        return switch (command) {
            case "idle" -> String.valueOf(session.getMaxIdleTimeout());
            case "text-limit" -> String.valueOf(session.getMaxTextMessageBufferSize());
            case "number" -> String.valueOf(session.getUserProperties().get("number"));
            case "is-open" -> String.valueOf(session.isOpen());
            case "close" -> SessionDeeds.close(session);
            case "suspend", "resume" -> SessionDeeds.call(session, command);
            case "ping-null" -> SendDeeds.ping(session, null);
            case "ping-126" -> SendDeeds.ping(session, new byte[126]);
            case "long-text" -> SendDeeds.longText(session);
            case "buffer" -> SendDeeds.bufferAfterSend(session);
            case "concurrent" -> SendDeeds.concurrent(session);
            case "handler-thread" -> SendDeeds.handlerThread(session);
            case "send-after-close" -> SendDeeds.afterClose(session);
            case "flood" -> Flood.start(name, session, 0);
            case "flood-with-timeout" -> Flood.start(name, session, 1000);
            case "flood-state" -> Flood.state(name);
            default -> "no command " + command;
        };
    }
}
