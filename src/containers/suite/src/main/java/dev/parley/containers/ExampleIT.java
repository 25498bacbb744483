package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The application in {@code docs/examples/notifications}: its login, its REST resource, its users' notifications. Not on
 * the embedded server, which runs no servlets of others.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ExampleIT {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.example("notifications");
    }

    @BeforeEach
    void whereTheHandshakeSeesItsLogin() {
        Assumptions.assumeTrue(
                Container.current() != Container.JETTY && Container.current() != Container.JETTY_EE10,
                "Jetty's handshake does not see the principal of a request that a filter wrapped");
    }

    /** Sends a request and returns it answered. */
    private HttpURLConnection request(String method, String path, String cookie, String type, String body)
            throws IOException {
        HttpURLConnection request = (HttpURLConnection) site.at(path).toURL().openConnection();
        request.setRequestMethod(method);
        request.setReadTimeout(30_000);
        if (!cookie.isEmpty()) {
            request.setRequestProperty("Cookie", cookie);
        }
        if (!body.isEmpty()) {
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", type);
            try (OutputStream out = request.getOutputStream()) {
                out.write(body.getBytes(UTF_8));
            }
        }
        request.getResponseCode();
        return request;
    }

    /** Logs in and returns the cookie of the session. */
    private String login(String name, String password) throws IOException {
        HttpURLConnection answer = request("POST", "login", "", FORM, "name=" + name + "&password=" + password);
        assertEquals(204, answer.getResponseCode());
        return String.valueOf(answer.getHeaderField("Set-Cookie")).replaceAll(";.*", "");
    }

    private int send(String cookie, String to, String text) throws IOException {
        JsonObject body =
                Json.createObjectBuilder().add("to", to).add("text", text).build();
        String path = Container.current().isJakartaEe() ? "rest/notifications" : "notifications";
        return request("POST", path, cookie, JSON, body.toString()).getResponseCode();
    }

    private HubPeer connect(String cookie) throws IOException {
        RawWebSocket.Opening opening =
                RawWebSocket.to(site.at("hub")).header("Sec-WebSocket-Protocol", HubPeer.PROTOCOL);
        HubPeer peer = new HubPeer(
                (cookie.isEmpty() ? opening : opening.header("Cookie", cookie).header("Origin", site.origin())).open());
        peer.hello("page", "");
        return peer;
    }

    private static JsonObject subscribe(HubPeer peer, String channel) throws IOException {
        return peer.ask(HubPeer.message("sub").add("ch", channel));
    }

    @Test
    void tellsItsUsersWhatOthersSendThem() throws IOException {
        String ada = login("Ada", "lovelace");
        String grace = login("Grace", "hopper");
        try (HubPeer page = connect(ada)) {
            assertEquals("Ada", page.welcome("user"));
            assertEquals("ok", subscribe(page, "notify:Ada").getString("t"));
            page.expect("live");
            assertEquals(202, send(grace, "Ada", "héllo"));
            JsonObject first = page.expect("msg");
            assertEquals("Grace", first.getString("from"));
            assertEquals("héllo", first.getJsonObject("d").getString("text"));
            if (Container.current().isJakartaEe()) {
                assertEquals(400, send(grace, "Ada", " "), "its transaction is rolled back");
            }
            assertEquals(202, send(grace, "Ada", "bye"));
            JsonObject second = page.expect("msg");
            assertEquals("bye", second.getJsonObject("d").getString("text"), "nothing of what was rolled back");
            assertEquals(first.getInt("o") + 1, second.getInt("o"));
            assertEquals(204, request("DELETE", "login", ada, "", "").getResponseCode());
            int code = page.socket().readClose();
            assertTrue(code == 4403 || code == 1008, () -> code + ": neither Parley nor Tomcat with the session");
        }
    }

    @Test
    void showsNobodyWhatIsForSomebodyElse() throws IOException {
        try (HubPeer stranger = connect("");
                HubPeer grace = connect(login("Grace", "hopper"))) {
            assertTrue(stranger.welcome("user").startsWith("~"), () -> stranger.welcome("user"));
            assertEquals("forbidden", subscribe(stranger, "notify:Ada").getString("code"));
            assertEquals("forbidden", subscribe(grace, "notify:Ada").getString("code"));
            assertEquals(
                    "forbidden",
                    grace.ask(HubPeer.publication("notify:Ada", 1, Json.createValue("forged")))
                            .getString("code"));
        }
        assertEquals(401, send("", "Ada", "from nobody"));
        assertEquals(
                403,
                request("POST", "login", "", FORM, "name=Ada&password=guessed").getResponseCode());
    }

    @Test
    void hasAPage() throws IOException {
        assertEquals(200, request("GET", "index.html", "", "", "").getResponseCode());
        assertEquals(200, request("GET", "notifications.js", "", "", "").getResponseCode());
    }
}
