package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.containers.application.PublishServlet;
import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that publishes, listens and decides by the Java API, in the same web application as Parley. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ApplicationIT {
    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.named("application-it").addPackage(PublishServlet.class.getPackage());
    }

    @BeforeEach
    void onlyWithServlets() {
        Assumptions.assumeTrue(Container.current().servlets(), "the embedded server runs no servlets of others");
    }

    /** Returns the answer, with its status if that is not 200. */
    private String publish(String query, String json) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) site.at("publish?" + query).toURL().openConnection();
        try {
            request.setDoOutput(true);
            request.getOutputStream().write(json.getBytes(UTF_8));
            int status = request.getResponseCode();
            try (InputStream body = status == 200 ? request.getInputStream() : request.getErrorStream()) {
                return (status == 200 ? "" : status + " ") + new String(body.readAllBytes(), UTF_8);
            }
        } finally {
            request.disconnect();
        }
    }

    @Test
    void publishesMessagesAndValues() throws IOException {
        try (HubPeer client = HubPeer.open(site.at("hub"), "reader")) {
            client.follow("news:all");
            assertEquals("1", publish("channel=news:all", "{\"text\":\"héllo\"}"));
            JsonObject message = client.expect("msg");
            assertEquals("~server", message.getString("from"));
            assertEquals("héllo", message.getJsonObject("d").getString("text"));
            assertEquals("1", publish("channel=ticker:nasdaq&key=ACME", "17"));
            client.send(HubPeer.message("sub").add("id", 7).add("ch", "ticker:nasdaq"));
            client.expect("ok");
            assertEquals(17, client.expect("snap").getJsonObject("keys").getInt("ACME"));
        }
    }

    @Test
    void isToldWhatIsWrong() throws IOException {
        assertEquals("400 malformed", publish("channel=news:all", "no JSON"));
        assertEquals("400 unknown-channel", publish("channel=nowhere:all", "1"));
        assertEquals("400 wrong-kind", publish("channel=ticker:nasdaq", "1"));
    }

    @Test
    void decidesWhatClientsMayPublish() throws IOException {
        try (HubPeer client = HubPeer.open(site.at("hub"), "writer")) {
            JsonObject refused = client.ask(HubPeer.publication("news:a", 1, Json.createValue("buy spam")));
            assertEquals("forbidden", refused.getString("code"), refused::toString);
            assertEquals("no spam, please", refused.getString("reason"));
            JsonObject taken = client.ask(HubPeer.publication("news:a", 2, Json.createValue("buy eggs")));
            assertEquals("ok", taken.getString("t"), taken::toString);
        }
    }

    @Test
    void listensToWhatClientsPublish() throws IOException {
        try (HubPeer client = HubPeer.open(site.at("hub"), "asker")) {
            client.follow("news:out");
            JsonObject ok = client.ask(HubPeer.publication("news:in", 1, Json.createValue("question")));
            JsonObject answer = client.expect("msg").getJsonObject("d");
            assertEquals(ok.getInt("o"), answer.getInt("offset"));
            assertEquals("question", answer.getString("data"));
        }
    }
}
