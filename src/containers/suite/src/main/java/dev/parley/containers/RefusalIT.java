package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.HttpAnswer;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.RawWebSocket;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in, and what it is told. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RefusalIT {
    private static final String DEFAULTS = "defaults";
    private static final String FEW = "few connections";
    private static final String FEW_PER_ADDRESS = "few connections for each address";
    private static final String STRICT = "strict origins";
    private static final String SMALL_CHAT = "small chat";
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    @Deployment(name = DEFAULTS, testable = false)
    static WebArchive defaults() {
        return ParleyWar.named("refusal-it");
    }

    @Deployment(name = FEW, testable = false)
    static WebArchive few() {
        return ParleyWar.named("refusal-few-it", "parley.connections.max", "3");
    }

    @Deployment(name = FEW_PER_ADDRESS, testable = false)
    static WebArchive fewPerAddress() {
        return ParleyWar.named("refusal-address-it", "parley.connections.max-per-address", "2");
    }

    @Deployment(name = STRICT, testable = false)
    static WebArchive strict() {
        return ParleyWar.named(
                "refusal-strict-it",
                "parley.origins.allowed",
                "https://one.example,https://two.example:8443",
                "parley.origins.absent-allowed",
                "false");
    }

    @Deployment(name = SMALL_CHAT, testable = false)
    static WebArchive smallChat() {
        return ParleyWar.named("refusal-chat-it", "parley.chat.max-members", "2", "parley.chat.max-rooms", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby", "hub"})
    void refusesForeignOriginWith403(String endpoint) throws IOException {
        Site site = Site.deployed(DEFAULTS);
        for (String origin : List.of(
                "https://evil.example",
                "null",
                site.origin() + "0",
                site.origin().replace("http:", "ftp:"),
                site.origin() + ".evil.example",
                "")) {
            HttpAnswer answer =
                    RawWebSocket.to(site.at(endpoint)).header("Origin", origin).refused();
            assertEquals(403, answer.status(), "origin '" + origin + "': " + answer);
        }
    }

    @Test
    void letsInOwnOriginAndClientsWithoutOne() throws IOException {
        Site site = Site.deployed(DEFAULTS);
        try (RawWebSocket page = RawWebSocket.to(site.at("echo"))
                        .header("Origin", site.origin())
                        .open();
                RawWebSocket program = RawWebSocket.open(site.at("echo"))) {
            page.ping();
            program.ping();
        }
    }

    @Test
    void letsInOnlyOriginsOfTheListWhenThereIsOne() throws IOException {
        Site site = Site.deployed(STRICT);
        for (String origin : List.of("https://one.example", "https://two.example:8443")) {
            try (RawWebSocket client =
                    RawWebSocket.to(site.at("echo")).header("Origin", origin).open()) {
                client.ping();
            }
        }
        assertEquals(
                403,
                RawWebSocket.to(site.at("echo"))
                        .header("Origin", site.origin())
                        .refused()
                        .status());
        assertEquals(403, RawWebSocket.to(site.at("echo")).refused().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {FEW + ":3", FEW_PER_ADDRESS + ":2"})
    void refusesOneConnectionTooManyWith503(String deployment) throws Exception {
        Site site = Site.deployed(deployment.substring(0, deployment.indexOf(':')));
        int max = Integer.parseInt(deployment.substring(deployment.indexOf(':') + 1));
        List<RawWebSocket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < max; i++) {
                clients.add(RawWebSocket.open(
                        site.at(List.of("echo", "heartbeat", "chat/x").get(i))));
                clients.get(i).ping(); // it counts once it is open
            }
            HttpAnswer answer = RawWebSocket.to(site.at("echo")).refused();
            assertEquals(503, answer.status(), answer::toString);
            assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) > 0, answer::toString);
            for (RawWebSocket client : clients) {
                client.ping(); // the others stay
            }
            clients.remove(0).close();
            Eventually.await("room for another connection", GENEROUS, () -> letIn(site, clients));
            assertEquals(503, RawWebSocket.to(site.at("echo")).refused().status(), "and for one only");
        } finally {
            for (RawWebSocket client : clients) {
                client.close();
            }
        }
    }

    /** Between handshake and open another may have been quicker: then the close code is 1013. */
    private static boolean letIn(Site site, List<RawWebSocket> clients) {
        try {
            RawWebSocket client = RawWebSocket.open(site.at("echo"));
            clients.add(client);
            client.ping(); // it counts once it is open
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    @Test
    void refusesMemberAboveTheMost() throws IOException {
        Site site = Site.deployed(SMALL_CHAT);
        try (JsonPeer ada = JsonPeer.join(site.at("chat/one"), "Ada");
                JsonPeer bob = JsonPeer.join(site.at("chat/one"), "Bob");
                JsonPeer eve = JsonPeer.open(site.at("chat/one"))) {
            ada.expect("joined");
            eve.join("Eve");
            eve.expectError("room-full");
            bob.send(JsonPeer.message("leave"));
            ada.expect("left");
            eve.join("Eve");
            eve.expect("welcome");
        }
    }

    @Test
    void refusesRoomAboveTheMost() throws IOException {
        Site site = Site.deployed(SMALL_CHAT);
        try (JsonPeer one = JsonPeer.join(site.at("chat/one"), "Zed");
                JsonPeer two = JsonPeer.join(site.at("chat/two"), "Zed");
                JsonPeer three = JsonPeer.open(site.at("chat/three"))) {
            three.join("Zed");
            three.expectError("too-many-rooms");
            one.socket().ping();
            two.socket().ping();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby", "hub"})
    void answers426ToRequestThatIsNoHandshake(String endpoint) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) Site.deployed(DEFAULTS).at(endpoint).toURL().openConnection();
        try {
            assertEquals(426, request.getResponseCode()); // RFC 9110 15.5.22
            assertEquals("websocket", request.getHeaderField("Upgrade"));
        } finally {
            request.disconnect();
        }
    }

    @Test
    void refusesHandshakeWhereNoEndpointIs() throws IOException {
        Site site = Site.deployed(DEFAULTS);
        for (String path : List.of("nothing", "echo/more", "chat/a/b", "chat/")) {
            int status = RawWebSocket.to(site.at(path)).refused().status();
            assertTrue(status == 404 || status == 400, path + " was answered with " + status);
        }
    }
}
