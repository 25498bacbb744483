package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.RawWebSocket;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Locale;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /metrics}, for Prometheus. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    private HttpURLConnection request() throws IOException {
        return (HttpURLConnection) site.at("metrics").toURL().openConnection();
    }

    private String text() throws IOException {
        HttpURLConnection request = request();
        try {
            return new String(request.getInputStream().readAllBytes(), UTF_8);
        } finally {
            request.disconnect();
        }
    }

    private double value(String name) throws IOException {
        return text().lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Test
    void isInTheFormatOfPrometheus() throws IOException {
        HttpURLConnection request = request();
        try {
            assertEquals(200, request.getResponseCode());
            String type = request.getContentType().replace(" ", "").toLowerCase(Locale.ROOT);
            assertTrue(type.startsWith("text/plain;version=0.0.4"), type);
            assertEquals("no-store", request.getHeaderField("Cache-Control"));
        } finally {
            request.disconnect();
        }
        assertTrue(text().contains("# TYPE parley_connections gauge\n"), "connections are there");
    }

    @Test
    void countsConnectionsAndTheirMessages() throws Exception {
        double opened = value("parley_connections_opened_total{endpoint=\"/echo\"}");
        double received = value("parley_messages_received_total");
        RawWebSocket client = RawWebSocket.open(site.at("echo"));
        client.sendText("counted");
        assertEquals("counted", client.readText());
        assertEquals(opened + 1, value("parley_connections_opened_total{endpoint=\"/echo\"}"));
        assertTrue(value("parley_messages_received_total") > received, "messages are counted");
        assertTrue(value("parley_mean_response_time_seconds") > 0, "openings are timed");
        client.reset();
        String closed = "parley_connections_closed_total{endpoint=\"/echo\",reason=\"peer\"}";
        Eventually.await("the end is counted", PATIENCE, () -> value(closed) >= 1);
    }

    /** A proxy on the same machine asks for somebody else. */
    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded"})
    void isNotForThoseBehindAProxy(String header) throws IOException {
        HttpURLConnection request = request();
        try {
            request.setRequestProperty(header, header.equals("Forwarded") ? "for=192.0.2.1" : "192.0.2.1");
            assertEquals(403, request.getResponseCode());
        } finally {
            request.disconnect();
        }
    }
}
