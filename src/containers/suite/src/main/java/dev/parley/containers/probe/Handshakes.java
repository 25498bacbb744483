package dev.parley.containers.probe;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes what a handshake shows to a configurator, and does what its headers ask for. */
public class Handshakes extends ServerEndpointConfig.Configurator {
    /** Set by whoever sees the request first. */
    public static final ThreadLocal<String> MARK = new ThreadLocal<>();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Override
    public boolean checkOrigin(String origin) {
        return !"https://refused.example".equals(origin);
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        if (request.getHeaders().containsKey("X-Throw")) {
            throw new IllegalStateException("as asked");
        }
        List<String> absent = request.getHeaders().get("X-Absent");
        config.getUserProperties().put("number", NUMBER.incrementAndGet());
        config.getUserProperties()
                .put(
                        "handshake",
                        List.of(
                                "absent header " + (absent == null ? "null" : absent.toString()),
                                "header values " + request.getHeaders().get("X-Values"),
                                "listener " + MARK.get()));
    }
}
