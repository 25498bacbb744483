package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who users are, over real sockets: tokens made by hand, a client that is none of ours. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class UsersIT {
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final String HUB = "parley.v1.json";
    private static final int PATIENCE_SECONDS = 30;

    private static ParleyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.start(TestSettings.of(
                "auth.jwt-secret=" + SECRET,
                "auth.jwt-audience=parley",
                "auth.jwt-clock-skew=0s",
                "auth.rules=*: all=user",
                "rates.publishes=1/s burst 2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String token(String secret, String name, long seconds) throws GeneralSecurityException {
        String signed = base64("{\"alg\":\"HS256\"}") + "."
                + base64("{\"sub\":\"" + name + "\",\"aud\":\"parley\",\"exp\":"
                        + (Instant.now().getEpochSecond() + seconds) + "}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A client that keeps what it is told, and then the close code. */
    private static final class Client implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();
        private final WebSocket socket;

        Client(String path, String... subprotocols) {
            WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
            if (subprotocols.length > 0) {
                builder.subprotocols(subprotocols[0]);
            }
            socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), this)
                    .join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                told.add(parts.toString());
                parts.setLength(0);
            }
            return WebSocket.Listener.super.onText(from, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            told.add("close " + code);
            return WebSocket.Listener.super.onClose(from, code, reason);
        }

        void say(String message) {
            socket.sendText(message, true).join();
        }

        String next() throws InterruptedException {
            String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return next == null ? "nothing in " + PATIENCE_SECONDS + " s" : next;
        }

        /** Says hello; returns the answer. */
        String hello(String fields) throws InterruptedException {
            say("{\"t\":\"hello\",\"v\":1,\"cid\":\"0123456789abcdef\"" + fields + "}");
            return next();
        }
    }

    private static void assertHolds(String told, String part) {
        assertTrue(told.contains(part), told);
    }

    @Test
    void areWhoTheTokenSaysAndMayDoWhatTheRulesSay() throws Exception {
        Client ada = new Client("/hub", HUB);
        assertHolds(ada.hello(",\"token\":\"" + token(SECRET, "Ada", 3600) + "\""), "\"user\":\"Ada\"");
        ada.say("{\"t\":\"pub\",\"id\":1,\"ch\":\"news:users\",\"mid\":1,\"d\":1}");
        assertEquals("{\"t\":\"ok\",\"id\":1,\"o\":1}", ada.next());
        ada.say("{\"t\":\"refresh\",\"id\":2,\"token\":\"" + token(SECRET, "Ada", 7200) + "\"}");
        assertHolds(ada.next(), "{\"t\":\"ok\",\"id\":2,\"expires\":");
        ada.socket.abort();
    }

    @Test
    void areStrangersWithoutOne() throws Exception {
        Client stranger = new Client("/hub", HUB);
        assertHolds(stranger.hello(""), "\"user\":\"~");
        stranger.say("{\"t\":\"sub\",\"id\":1,\"ch\":\"news:users\"}");
        assertHolds(stranger.next(), "\"code\":\"forbidden\"");
        stranger.socket.abort();
    }

    @Test
    void areSentAwayWithAForgedToken() throws Exception {
        Client mallory = new Client("/hub", HUB);
        String forged = token("another secret of more than 32 bytes", "Ada", 3600);
        assertHolds(mallory.hello(",\"token\":\"" + forged + "\""), "\"code\":\"bad-token\"");
        assertHolds(mallory.next(), "\"t\":\"bye\",\"code\":4401");
        assertEquals("close 4401", mallory.next());
    }

    @Test
    void areClosedWhenTheirTokenHasRunOut() throws Exception {
        Client ada = new Client("/hub", HUB);
        ada.hello(",\"token\":\"" + token(SECRET, "Ada", 3) + "\"");
        String told = ada.next();
        while (!told.startsWith("close") && !told.startsWith("nothing")) {
            told = ada.next();
        }
        assertEquals("close 4503", told);
    }

    @Test
    void areKnownInThePlainChatToo() throws Exception {
        Client stranger = new Client("/chat/users");
        stranger.say("{\"type\":\"join\",\"name\":\"Grace\"}");
        assertHolds(stranger.next(), "\"code\":\"forbidden\"");
        stranger.say("{\"type\":\"join\",\"name\":\"x\",\"token\":\"" + token(SECRET, "Grace", 3600) + "\"}");
        assertHolds(stranger.next(), "\"you\":\"Grace\"");
        stranger.socket.abort();
    }

    @Test
    void areRefusedWithATokenInTheUrl() throws Exception {
        String token = token(SECRET, "Ada", 3600);
        CompletionException e = assertThrows(CompletionException.class, () -> new Client("/hub?token=" + token, HUB));
        WebSocketHandshakeException refused = assertInstanceOf(WebSocketHandshakeException.class, e.getCause());
        assertEquals(400, refused.getResponse().statusCode());
    }

    @Test
    void areToldWhenTheyDoTooMuch() throws Exception {
        Client ada = new Client("/hub", HUB);
        ada.hello(",\"token\":\"" + token(SECRET, "Ada", 3600) + "\"");
        StringBuilder batch = new StringBuilder("[");
        for (int mid = 1; mid <= 100; mid++) { // a minute and a half of what may be done
            batch.append(mid > 1 ? "," : "")
                    .append("{\"t\":\"pub\",\"id\":" + mid + ",\"ch\":\"news:much\",\"mid\":" + mid + ",\"d\":1}");
        }
        ada.say(batch.append(']').toString());
        String told = ada.next();
        while (told.startsWith("{\"t\":\"ok\"")) {
            told = ada.next();
        }
        assertHolds(told, "\"code\":\"rate-limited\"");
        assertHolds(told, "\"retry\":true,\"after\":");
        ada.socket.abort();
    }
}
