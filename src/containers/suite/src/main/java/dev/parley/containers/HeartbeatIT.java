package dev.parley.containers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.FaultProxy;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /heartbeat}, and the liveness of every connection. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HeartbeatIT {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with(
                "parley.heartbeat.interval",
                "200ms",
                "parley.heartbeat.timeout",
                "3s",
                "parley.outbox.close-timeout",
                "500ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby"})
    void pingsConnectionThatIsIdle(String endpoint) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at(endpoint))) {
            RawFrame ping = client.read();
            assertEquals(RawFrame.PING, ping.opcode(), ping::toString);
            assertTrue(ping.payload().length > 0, "a ping without payload could not be told from another");
        }
    }

    @Test
    void reportsRoundTripTimesOfItsPings() throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("heartbeat"))) {
            for (int i = 0; i < 5; i++) { // reading answers the pings
                JsonObject rtt = client.expect("rtt");
                double min = number(rtt, "min");
                double mean = number(rtt, "mean");
                double p99 = number(rtt, "p99");
                assertTrue(number(rtt, "ms") >= min && min >= 0, rtt::toString);
                assertTrue(min <= mean && mean <= TIMEOUT.toMillis(), rtt::toString);
                assertTrue(min <= p99 && p99 <= TIMEOUT.toMillis(), rtt::toString);
            }
        }
    }

    private static double number(JsonObject rtt, String name) {
        return rtt.getJsonNumber(name).doubleValue();
    }

    @Test
    void measuresOnlyPongsThatAnswerAPing() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("heartbeat"))) {
            for (int i = 0; i < 100; i++) {
                client.send(RawFrame.of(RawFrame.PONG, ("unsolicited " + i).getBytes(US_ASCII))); // 5.5.3: ignored
            }
            for (int pings = 0; pings < 3; ) {
                RawFrame frame = client.read();
                assertEquals(RawFrame.PING, frame.opcode(), frame::toString);
                pings++;
            }
        }
    }

    @Test
    void answersPingsThatComeAsText() throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("heartbeat"))) {
            for (String id : new String[] {"\"a\"", "7", "\"\u00e9\\\"\\\\\""}) {
                client.socket().sendText("{\"type\":\"ping\",\"id\":" + id + "}");
                JsonObject pong = client.receiveBut("rtt");
                assertEquals("pong", pong.getString("type"), pong::toString);
                assertEquals(
                        Json.createReader(new StringReader("[" + id + "]"))
                                .readArray()
                                .get(0),
                        pong.get("id"));
            }
        }
    }

    @Test
    void answersPingFramesWithTheirPayload() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("heartbeat"))) {
            for (int i = 0; i < 10; i++) {
                client.ping();
            }
        }
    }

    @Test
    void keepsConnectionThatOnlyAnswersPings() throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("heartbeat"))) {
            long end = System.nanoTime() + TIMEOUT.multipliedBy(2).toNanos();
            int reports = 0;
            while (System.nanoTime() < end) {
                client.expect("rtt");
                reports++;
            }
            assertTrue(reports > 3, reports + " reports");
            client.socket().ping();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby"})
    void closesConnectionThatIsSilentWith4500(String endpoint) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at(endpoint))) {
            long opened = System.nanoTime();
            assertEquals(4500, client.readClose()); // reads the pings and answers none
            Duration silent = Duration.ofNanos(System.nanoTime() - opened);
            assertFalse(silent.compareTo(TIMEOUT.minus(INTERVAL)) < 0, "closed after " + silent);
            client.finish(4500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby"})
    void freesConnectionWhosePeerVanishedWithoutFin(String endpoint) throws Exception {
        Assumptions.assumeTrue(
                Container.current() != Container.LIBERTY,
                "Open Liberty keeps the TCP connection of a peer that does not answer its close");
        try (FaultProxy network = new FaultProxy(site.at(endpoint));
                RawWebSocket client = RawWebSocket.open(network.uri())) {
            client.ping();
            network.cut();
            network.awaitServerEnd(GENEROUS);
        }
    }

    @Test
    void tellsRoomOfMemberThatVanished() throws Exception {
        try (JsonPeer witness = JsonPeer.join(site.at("chat/vanishing"), "witness");
                FaultProxy network = new FaultProxy(site.at("chat/vanishing"));
                JsonPeer vanishing = JsonPeer.join(network.uri(), "ghost")) {
            assertEquals("ghost", witness.expect("joined").getString("name"));
            network.cut();
            assertEquals("ghost", witness.expect("left").getString("name"));
            vanishing.socket().readLimit(Duration.ofMillis(1));
        }
    }
}
