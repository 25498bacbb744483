package dev.parley.containers.contract;

import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.time.Duration;
import java.util.Map;

/** Ends of connections. */
final class CloseObservations {
    private CloseObservations() {}

    static Map<String, Observation> all() {
        return Map.of(
                "event of a reset",
                        client -> {
                            client.open().reset();
                            return events(client);
                        },
                "event of FIN without close",
                        client -> {
                            client.open().sendFin();
                            return events(client);
                        },
                "event of close without code",
                        client -> {
                            client.open().send(RawFrame.of(RawFrame.CLOSE, new byte[0]));
                            return events(client);
                        },
                "event of close 1012",
                        client -> {
                            client.open().send(RawFrame.close(1012, ""));
                            return events(client).replace("error, ", "");
                        },
                "event of own close, peer silent",
                        client -> {
                            client.open();
                            client.ask("close");
                            return client.happensWithin(Duration.ofSeconds(1), "close") ? code(client) : "none";
                        },
                "wire of own close",
                        client -> {
                            RawWebSocket socket = client.open();
                            client.ask("close");
                            return String.valueOf(socket.readClose());
                        },
                "second close",
                        client -> {
                            client.open();
                            return client.ask("close");
                        });
    }

    private static String events(ProbeClient client) throws Exception {
        client.awaitEvent("close");
        return (client.events().contains("error") ? "error, " : "") + code(client);
    }

    private static String code(ProbeClient client) throws Exception {
        return client.event("close").replace(" open", "");
    }
}
