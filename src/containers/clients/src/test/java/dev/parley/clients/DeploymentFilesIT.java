package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docker-compose.yml} and the nginx configuration, as far as they can be tried without a container engine. */
class DeploymentFilesIT {
    @RegisterExtension
    static final Targets TARGETS = new Targets();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void composeFileIsValid() throws Exception {
        Path compose = Program.required("docker-compose", "apt-get install docker-compose");
        Execution checked = Execution.of(
                LIMIT, Checkout.of("."), Map.of(), compose.toString(), "-f", "docker-compose.yml", "config", "-q");
        assertEquals(0, checked.status(), checked::toString);
    }

    /** The command asks Tomcat at its fixed port in the container; here it asks one that is up, and one that is not. */
    @Test
    void healthCheckOfTomcatTellsUpFromDown() throws Exception {
        Program.required("bash", "apt-get install bash");
        Matcher line = Pattern.compile("- (exec 3<>/dev/tcp/127\\.0\\.0\\.1/8080 .*)")
                .matcher(Files.readString(Checkout.of("docker-compose.yml")));
        assertTrue(line.find(), "the health check is in the file");
        String check = line.group(1).replace("$$", "$").replace("/health", "/parley/health");
        int up = TARGETS.get(Target.TOMCAT).base().getPort();
        assertEquals(0, bash(check, up).status(), () -> check);
        assertNotEquals(0, bash(check, Nginx.freePort()).status(), () -> check);
        assertNotEquals(0, bash(check.replace("/health", "/nothing"), up).status(), () -> check);
    }

    @Test
    void nginxPassesWebSocketsThrough() throws Exception {
        Target.Running running = Nginx.start(TARGETS.get(Target.EMBEDDED).base());
        URI front = running.base();
        ServerProcess process = running.process();
        try (process) {
            assertTrue(get(front.resolve("health")).contains("\"live\":true"));
            assertTrue(get(front).contains("<title>Parley</title>"));
            byte[] message = new byte[100_000];
            message[99_999] = 7;
            assertArrayEquals(message, echo(front, "http://" + front.getAuthority(), message));
            CompletionException refused =
                    assertThrows(CompletionException.class, () -> echo(front, "http://evil.example", message));
            WebSocketHandshakeException cause = assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
            assertEquals(403, cause.getResponse().statusCode());
        }
    }

    @Test
    void nginxWaitsLongerThanTheServerStaysSilent() throws IOException {
        String configuration = Files.readString(Checkout.of("docs/deploy/nginx.conf"));
        Matcher timeouts = Pattern.compile("proxy_(read|send)_timeout (\\d+)s;").matcher(configuration);
        int found = 0;
        while (timeouts.find()) {
            found++;
            int seconds = Integer.parseInt(timeouts.group(2));
            assertTrue(seconds > 2 * defaultSeconds("parley.heartbeat.timeout"), timeouts.group());
        }
        assertEquals(2, found);
    }

    private static int defaultSeconds(String setting) throws IOException {
        String page = Files.readString(Checkout.of("docs/operations.md"));
        Matcher row = Pattern.compile("`" + setting + "` \\| `(\\d+)s`").matcher(page);
        assertTrue(row.find(), setting + " is in docs/operations.md");
        return Integer.parseInt(row.group(1));
    }

    private static Execution bash(String check, int port) throws IOException, InterruptedException {
        return Execution.of(LIMIT, Checkout.of("."), Map.of(), "bash", "-c", check.replace("/8080", "/" + port));
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(HttpRequest.newBuilder(address).timeout(LIMIT).build(), BodyHandlers.ofString())
                .body();
    }

    private static byte[] echo(URI front, String origin, byte[] message) throws Exception {
        Collector collector = new Collector();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .connectTimeout(LIMIT)
                .buildAsync(URI.create("ws" + front.toString().substring(4) + "echo"), collector)
                .join();
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        byte[] echoed = collector.message.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertEquals(WebSocket.NORMAL_CLOSURE, collector.closed.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return echoed;
    }

    /** Puts one message together. Used by the client's one thread at a time. */
    private static final class Collector implements WebSocket.Listener {
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        final CompletableFuture<byte[]> message = new CompletableFuture<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            parts.writeBytes(bytes);
            if (last) {
                message.complete(parts.toByteArray());
            }
            return WebSocket.Listener.super.onBinary(socket, part, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            message.completeExceptionally(error);
        }
    }
}
