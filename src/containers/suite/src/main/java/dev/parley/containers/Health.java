package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.containers.deploy.Site;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.HttpURLConnection;

/**
 * What an application says of itself at {@code /health}. Immutable.
 *
 * @param status HTTP status
 * @param body the JSON object
 */
record Health(int status, JsonObject body) {
    /** Asks. */
    static Health of(Site site) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) site.at("health").toURL().openConnection();
        try {
            String text = new String(request.getInputStream().readAllBytes(), UTF_8);
            return new Health(
                    request.getResponseCode(),
                    Json.createReader(new StringReader(text)).readObject());
        } finally {
            request.disconnect();
        }
    }

    /** Asks for the HTTP status alone, whatever the body. */
    static int status(Site site) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) site.at("health").toURL().openConnection();
        request.setReadTimeout(10_000); // a request that came as the server ended may have no answer
        try {
            return request.getResponseCode();
        } finally {
            request.disconnect();
        }
    }

    /** Returns the number of open connections. */
    int connections() {
        return body.getInt("connections");
    }
}
