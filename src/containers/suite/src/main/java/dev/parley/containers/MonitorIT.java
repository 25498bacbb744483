package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own numbers in a channel of its own. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MonitorIT {
    private static final String CHANNEL = "monitor:hub";

    private final URI hub = Site.deployed().at("hub");

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    /** Reads on until the numbers have come, in a snapshot or as a change. */
    private static JsonObject numbers(HubPeer peer) throws IOException {
        for (JsonObject message = peer.receive(); ; message = peer.receive()) {
            String field = message.getString("t").equals("snap") ? "keys" : "set";
            if (message.containsKey(field) && message.getJsonObject(field).containsKey("hub")) {
                return message.getJsonObject(field).getJsonObject("hub");
            }
        }
    }

    @Test
    void tellsItsNumbersEverySecondToThisMachine() throws IOException {
        try (HubPeer peer = HubPeer.open(hub, "looker")) {
            assertEquals(
                    "ok", peer.ask(HubPeer.message("sub").add("ch", CHANNEL)).getString("t"));
            JsonObject first = numbers(peer);
            JsonObject second = numbers(peer);
            assertEquals(1, second.getInt("connections"), second::toString);
            assertTrue(second.getJsonNumber("at").longValue()
                    > first.getJsonNumber("at").longValue());
            assertTrue(second.getInt("deliveries") > first.getInt("deliveries"), "the numbers count themselves");
            assertTrue(second.getJsonNumber("heap").longValue() > 0, second::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded"})
    void tellsNothingToThoseBehindAProxy(String header) throws IOException {
        try (HubPeer peer = new HubPeer(RawWebSocket.to(hub)
                .header("Sec-WebSocket-Protocol", HubPeer.PROTOCOL)
                .header(header, header.equals("Forwarded") ? "for=192.0.2.1" : "192.0.2.1")
                .open())) {
            peer.hello("stranger", "");
            JsonObject refusal = peer.ask(HubPeer.message("sub").add("ch", CHANNEL));
            assertEquals("forbidden", refusal.getString("code"), refusal::toString);
            assertTrue(refusal.getString("reason").contains("parley.monitor"), refusal::toString);
        }
    }

    @Test
    void isWrittenByNobodyElse() throws IOException {
        try (HubPeer peer = HubPeer.open(hub, "writer")) {
            JsonObject refusal = peer.ask(
                    HubPeer.publication(CHANNEL, 1, Json.createValue(1)).add("key", "hub"));
            assertEquals("forbidden", refusal.getString("code"), refusal::toString);
        }
    }
}
