package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Publishing from outside where messages are kept on a disk, so that answers come later and from another thread. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PublishIT {
    private static final String KEY = "0123456789abcdefghijklmnopqrstuv";
    private static final int REQUESTS = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private ParleyServer start() throws IOException {
        return ParleyServer.start(TestSettings.of(
                "auth.push-keys=shop: " + KEY + " news:*", "store.database=h2", "store.directory=" + directory));
    }

    private static CompletableFuture<String> publish(HttpClient client, ParleyServer server, int number) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/publish"))
                .timeout(Duration.ofSeconds(60))
                .header("X-API-Key", KEY)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "number-" + number)
                .POST(BodyPublishers.ofString("{\"channel\":\"news:all\",\"data\":" + number + "}"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> answer.statusCode() + " " + answer.body().strip());
    }

    private static List<String> publishAll(ParleyServer server) {
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int number = 0; number < REQUESTS; number++) {
            answers.add(publish(client, server, number));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void publishesEachRequestOnceThroughARestart() throws IOException {
        List<String> first;
        try (ParleyServer server = start()) {
            first = publishAll(server);
            TreeSet<Long> offsets = new TreeSet<>();
            for (String answer : first) {
                assertTrue(answer.startsWith("200 {\"offset\":") && answer.endsWith(",\"duplicate\":false}"), answer);
                offsets.add(Long.valueOf(answer.replaceAll(".*:(\\d+),.*", "$1")));
            }
            assertEquals(
                    LongStream.rangeClosed(1, REQUESTS).boxed().toList(), List.copyOf(offsets), "each its own offset");
        }
        try (ParleyServer server = start()) {
            assertEquals(
                    first.stream()
                            .map(answer -> answer.replace("false", "true"))
                            .toList(),
                    publishAll(server));
        }
    }
}
