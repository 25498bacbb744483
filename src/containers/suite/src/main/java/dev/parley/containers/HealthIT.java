package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code GET /health}, for load balancers and people. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HealthIT {
    private static final String ENDING = "ending";

    private final Site site = Site.deployed();

    @ArquillianResource
    private Deployer deployer;

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    @Deployment(name = ENDING, managed = false, testable = false)
    static WebArchive ending() {
        return ParleyWar.named("health-ending-it", "parley.outbox.close-timeout", "2s");
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
        Eventually.await("one connection", generous, () -> Health.of(site).connections() == 1);
        client.reset();
        Eventually.await("no connections again", generous, () -> Health.of(site).connections() == 0);
    }

    /** A client that does not answer the close keeps the application from ending for two seconds. */
    @Test
    void saysNotReadyWhileShuttingDown() throws Exception {
        deployer.deploy(ENDING);
        Site ending = Site.deployed(ENDING);
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        try (RawWebSocket client = RawWebSocket.open(ending.at("echo"))) {
            client.ping();
            assertEquals(200, Health.status(ending));
            CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> askWhileThere(ending, statuses));
            deployer.undeploy(ENDING);
            asking.get(30, TimeUnit.SECONDS);
            assertEquals(1001, client.readClose());
        }
        List<Integer> after =
                statuses.stream().dropWhile(status -> status == 200).toList();
        // A servlet container may take the application off its map first; its own answer is 404 then.
        assertTrue(after.contains(503) || (Container.current().servlets() && after.contains(404)), statuses::toString);
        assertFalse(after.contains(200), "once it is not ready it stays so: " + statuses);
    }

    private static void askWhileThere(Site ending, List<Integer> statuses) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            int status = 200;
            while (status != 404 && System.nanoTime() < end) {
                status = Health.status(ending);
                if (statuses.isEmpty() || statuses.get(statuses.size() - 1) != status) {
                    statuses.add(status);
                }
            }
        } catch (IOException e) {
            // the embedded server is gone
        }
    }
}
