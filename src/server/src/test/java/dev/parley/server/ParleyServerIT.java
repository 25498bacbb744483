package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The embedded server over real sockets. */
final class ParleyServerIT {
    private ParleyServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() throws IOException {
        Settings defaults = Settings.defaults();
        server = ParleyServer.start(new Settings(
                defaults.origins(),
                defaults.connections(),
                defaults.subprotocols(),
                defaults.echo(),
                defaults.heartbeat(),
                defaults.outbox(),
                defaults.chat(),
                new Settings.Server(
                        "127.0.0.1",
                        0,
                        defaults.server().tlsKeystore(),
                        defaults.server().tlsPassword(),
                        false)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void echoesText() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/echo"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        received.add(data.toString());
                        webSocket.request(1);
                        return null;
                    }
                })
                .get(5, TimeUnit.SECONDS);
        socket.sendText("héllo", true).get(5, TimeUnit.SECONDS);
        assertEquals("héllo", received.poll(5, TimeUnit.SECONDS));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
    }

    @Test
    void answersUnknownPageWithNotFound() throws Exception {
        HttpResponse<String> response = get("nowhere");
        assertEquals(404, response.statusCode());
        assertTrue(response.headers().firstValue("Content-Security-Policy").isPresent());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
