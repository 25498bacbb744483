package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/publish}, for programs that have a key. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PublishIT {
    private static final String KEY = "0123456789abcdefghijklmnopqrstuv";
    private static final String BEARER = "Bearer " + KEY;
    private static final String JSON = "application/json";
    private static final String GOOD = "{\"channel\":\"news:push\",\"data\":{\"text\":\"héllo\"}}";
    private static final String OFF = "off";

    private final Site site = Site.deployed();
    private final HttpClient client = HttpClient.newHttpClient();

    @ArquillianResource
    private Deployer deployer;

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.named(
                "publish-it",
                "parley.auth.push-keys",
                "shop: " + KEY + " news:*",
                "parley.auth.rules",
                "*: subscribe=anyone");
    }

    @Deployment(name = OFF, managed = false, testable = false)
    static WebArchive off() {
        return ParleyWar.named("publish-off-it");
    }

    private static HttpRequest.Builder request(Site site, String path, String body) {
        return HttpRequest.newBuilder(site.at(path))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> publish(String body, String... headers) throws IOException, InterruptedException {
        return send(request(site, "api/publish", body)
                .header("Content-Type", JSON)
                .header("Authorization", BEARER)
                .headers(headers.length == 0 ? new String[] {"Accept", JSON} : headers));
    }

    private static void assertAnswer(int status, String code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
        assertEquals(code, json(answer).getString("code"), answer::body);
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith(JSON));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    @Test
    void reachesClients() throws Exception {
        try (HubPeer reader = HubPeer.open(site.at("hub"), "reader")) {
            reader.follow("news:push");
            HttpResponse<String> answer = publish(GOOD, "Idempotency-Key", "one");
            assertEquals(200, answer.statusCode(), answer::body);
            JsonObject message = reader.expect("msg");
            assertEquals(json(answer).getInt("offset"), message.getInt("o"));
            assertEquals("~shop", message.getString("from"));
            assertEquals("héllo", message.getJsonObject("d").getString("text"));
            JsonObject again = json(publish(GOOD, "Idempotency-Key", "one"));
            assertTrue(again.getBoolean("duplicate") && again.getInt("offset") == message.getInt("o"), again::toString);
            assertAnswer(422, "reused", publish(GOOD.replace("é", "e"), "Idempotency-Key", "one"));
        }
    }

    @Test
    void takesTheKeyInItsOwnHeaderToo() throws Exception {
        HttpResponse<String> answer = send(request(site, "api/publish", GOOD)
                .header("Content-Type", JSON + ";charset=utf-8")
                .header("X-API-Key", KEY));
        assertEquals(200, answer.statusCode(), answer::body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic " + KEY, KEY, "Bearer " + KEY + " x"})
    void wantsAGoodKey(String authorization) throws Exception {
        HttpRequest.Builder request = request(site, "api/publish", GOOD).header("Content-Type", JSON);
        HttpResponse<String> answer =
                send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
        assertAnswer(401, "unauthorized", answer);
        assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }

    @Test
    void takesNoKeyFromTheUrl() throws Exception {
        assertAnswer(
                401,
                "unauthorized",
                send(request(site, "api/publish?key=" + KEY, GOOD).header("Content-Type", JSON)));
        assertAnswer(
                400,
                "malformed",
                send(request(site, "api/publish?key=" + KEY, GOOD)
                        .header("Content-Type", JSON)
                        .header("Authorization", BEARER)));
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertAnswer(400, "malformed", publish("{"));
        assertAnswer(403, "forbidden", publish(GOOD.replace("news:push", "chat:lobby")));
        assertAnswer(413, "value-too-big", publish(GOOD.replace("é", "e".repeat(70_000))));
        assertAnswer(
                415,
                "bad-type",
                send(request(site, "api/publish", GOOD)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", BEARER)));
        HttpResponse<String> get = client.send(
                HttpRequest.newBuilder(site.at("api/publish"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", BEARER)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertAnswer(405, "bad-method", get);
        assertEquals("POST", get.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void isNotThereWithoutKeys() throws Exception {
        deployer.deploy(OFF);
        try {
            HttpResponse<String> answer = send(request(Site.deployed(OFF), "api/publish", GOOD)
                    .header("Content-Type", JSON)
                    .header("Authorization", BEARER));
            assertTrue(answer.statusCode() == 404 || answer.statusCode() == 405, () -> "status " + answer.statusCode());
        } finally {
            deployer.undeploy(OFF);
        }
    }
}
