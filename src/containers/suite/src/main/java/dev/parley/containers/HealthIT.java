package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code GET /health}, for load balancers and people. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HealthIT {
    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    @Test
    void saysLiveAndReady() throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) site.at("health").toURL().openConnection();
        try {
            assertEquals(200, request.getResponseCode());
            assertTrue(request.getContentType().startsWith("application/json"), request.getContentType());
            assertEquals("no-store", request.getHeaderField("Cache-Control"));
        } finally {
            request.disconnect();
        }
        JsonObject health = Health.of(site).body();
        assertTrue(health.getBoolean("live") && health.getBoolean("ready"), health::toString);
    }

    @Test
    void countsOpenConnections() throws Exception {
        Duration generous = Duration.ofSeconds(30);
        Eventually.await("no connections", generous, () -> Health.of(site).connections() == 0);
        RawWebSocket client = RawWebSocket.open(site.at("echo"));
        client.ping();
        assertEquals(1, Health.of(site).connections());
        client.reset();
        Eventually.await("no connections again", generous, () -> Health.of(site).connections() == 0);
    }
}
