package dev.parley.containers.contract;

import dev.parley.containers.net.HttpAnswer;
import dev.parley.containers.net.RawWebSocket;
import java.util.Map;

/** Handshakes, and what a session knows of its own. */
final class HandshakeObservations {
    private HandshakeObservations() {}

    static Map<String, Observation> all() {
        return Map.ofEntries(
                Map.entry(
                        "origin refused by the configurator",
                        client -> status(RawWebSocket.to(client.uri())
                                .header("Origin", "https://refused.example")
                                .refused())),
                Map.entry(
                        "configurator throws",
                        client -> status(RawWebSocket.to(client.uri())
                                .header("X-Throw", "1")
                                .refused())),
                Map.entry("absent header in getHeaders", client -> ofHandshake(client, "absent header")),
                Map.entry("header values a,b and c", client -> ofHandshake(client, "header values")),
                Map.entry(
                        "request listener on handshake's thread",
                        client -> ofHandshake(client, "listener").replace("null", "none")),
                Map.entry("path parameters hold the query", client -> {
                    client.open(RawWebSocket.to(client.at("probe/" + client.name() + "?q=1")));
                    return client.event("path parameters");
                }),
                Map.entry("user properties of two handshakes", HandshakeObservations::userProperties),
                Map.entry("own session in getOpenSessions", client -> {
                    client.open();
                    return client.event("self in open sessions");
                }),
                Map.entry("permessage-deflate by default", client -> {
                    RawWebSocket socket = client.open(
                            RawWebSocket.to(client.uri()).header("Sec-WebSocket-Extensions", "permessage-deflate"));
                    return socket.answer()
                            .header("Sec-WebSocket-Extensions")
                            .map(extensions -> "accepted")
                            .orElse("not offered");
                }),
                Map.entry("idle timeout by default", client -> {
                    client.open();
                    return client.ask("idle");
                }),
                Map.entry("text limit by default", client -> {
                    client.open();
                    return client.ask("text-limit");
                }));
    }

    private static String status(HttpAnswer answer) {
        return answer.status() == 0 ? "no answer" : String.valueOf(answer.status());
    }

    private static String ofHandshake(ProbeClient client, String event) throws Exception {
        client.open(RawWebSocket.to(client.uri()).header("X-Values", "a,b").header("X-Values", "c"));
        return client.event(event);
    }

    private static String userProperties(ProbeClient client) throws Exception {
        client.open();
        String first = client.event("number");
        String other = client.name() + "-other";
        try (RawWebSocket second = RawWebSocket.open(client.at("probe/" + other))) {
            second.ping();
            String ofSecond = client.ask("number", other);
            return first.equals(client.ask("number")) && !first.equals(ofSecond) ? "apart" : first + ", " + ofSecond;
        }
    }
}
