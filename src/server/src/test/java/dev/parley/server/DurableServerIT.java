package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.settings.SettingsException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server with a database. */
final class DurableServerIT {
    private static final Pattern EPOCH = Pattern.compile("\"e\":\"([0-9a-f]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private ParleyServer start(String database) throws Exception {
        return ParleyServer.start(
                TestSettings.of("store.database=" + database, "store.directory=" + directory, "hub.drain=0ms"));
    }

    /** A client of {@code /hub} that has said hello. */
    private static final class Client implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Client(ParleyServer server) throws Exception {
            URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/hub");
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("parley.v1.json")
                    .buildAsync(uri, this)
                    .get(30, TimeUnit.SECONDS);
            say("{'t':'hello','v':1,'cid':'ann-0123456789abcdef'}");
            assertTrue(next().startsWith("{\"t\":\"welcome\""));
        }

        void say(String message) throws Exception {
            socket.sendText(message.replace('\'', '"'), true).get(30, TimeUnit.SECONDS);
        }

        String next() throws InterruptedException {
            String next = told.poll(30, TimeUnit.SECONDS);
            assertTrue(next != null, "told nothing within 30 s");
            return next;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                told.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Test
    void keepsMessagesAcrossARestart() throws Exception {
        String epoch;
        try (ParleyServer server = start("h2");
                Client ann = new Client(server)) {
            ann.say("{'t':'sub','id':1,'ch':'news:a'}");
            Matcher subscribed = EPOCH.matcher(ann.next());
            assertTrue(subscribed.find());
            epoch = subscribed.group(1);
            assertEquals("{\"t\":\"live\",\"ch\":\"news:a\",\"o\":0}", ann.next());
            for (int i = 1; i <= 3; i++) {
                ann.say("{'t':'pub','id':2,'ch':'news:a','mid':" + i + ",'d':" + i + "}");
                assertTrue(ann.next().startsWith("{\"t\":\"msg\",\"ch\":\"news:a\",\"o\":" + i));
                assertEquals("{\"t\":\"ok\",\"id\":2,\"o\":" + i + "}", ann.next());
            }
        }
        try (ParleyServer server = start("h2");
                Client ann = new Client(server)) {
            ann.say("{'t':'sub','id':1,'ch':'news:a','since':{'e':'" + epoch + "','o':1}}");
            assertEquals(
                    "{\"t\":\"ok\",\"id\":1,\"ch\":\"news:a\",\"s\":1,\"e\":\"" + epoch + "\",\"o\":3,\"from\":1}",
                    ann.next());
            assertTrue(ann.next().startsWith("{\"t\":\"msg\",\"ch\":\"news:a\",\"o\":2"));
            assertTrue(ann.next().startsWith("{\"t\":\"msg\",\"ch\":\"news:a\",\"o\":3"));
            assertEquals("{\"t\":\"live\",\"ch\":\"news:a\",\"o\":3}", ann.next());
            ann.say("{'t':'pub','id':3,'ch':'news:a','mid':3,'d':3}");
            assertEquals("{\"t\":\"ok\",\"id\":3,\"o\":3,\"dup\":true}", ann.next());
        }
    }

    @Test
    void keepsValuesAcrossARestart() throws Exception {
        String epoch;
        try (ParleyServer server = start("h2");
                Client ann = new Client(server)) {
            ann.say("{'t':'sub','id':1,'ch':'sync:a'}");
            Matcher subscribed = EPOCH.matcher(ann.next());
            assertTrue(subscribed.find());
            epoch = subscribed.group(1);
            assertEquals("{\"t\":\"snap\",\"ch\":\"sync:a\",\"first\":true,\"keys\":{}}", ann.next());
            assertEquals("{\"t\":\"live\",\"ch\":\"sync:a\",\"v\":0}", ann.next());
            for (int i = 1; i <= 3; i++) {
                ann.say("{'t':'pub','id':2,'ch':'sync:a','mid':" + i + ",'key':'k" + i + "','d':" + i + "}");
                assertEquals(
                        "{\"t\":\"upd\",\"ch\":\"sync:a\",\"v\":" + i + ",\"set\":{\"k" + i + "\":" + i + "}}",
                        ann.next());
                assertEquals("{\"t\":\"ok\",\"id\":2,\"v\":" + i + "}", ann.next());
            }
            ann.say("{'t':'pub','id':3,'ch':'ticker:a','mid':4,'key':'k','d':1}");
            assertEquals("{\"t\":\"ok\",\"id\":3,\"v\":1}", ann.next());
        }
        try (ParleyServer server = start("h2");
                Client ann = new Client(server)) {
            ann.say("{'t':'sub','id':1,'ch':'sync:a','since':{'e':'" + epoch + "','v':2}}");
            assertEquals(
                    "{\"t\":\"ok\",\"id\":1,\"ch\":\"sync:a\",\"s\":1,\"e\":\"" + epoch + "\",\"v\":3}", ann.next());
            assertEquals("{\"t\":\"upd\",\"ch\":\"sync:a\",\"v\":3,\"set\":{\"k3\":3}}", ann.next());
            assertEquals("{\"t\":\"live\",\"ch\":\"sync:a\",\"v\":3}", ann.next());
            ann.say("{'t':'pub','id':2,'ch':'sync:a','mid':3,'key':'k3','d':3}");
            assertEquals("{\"t\":\"ok\",\"id\":2,\"v\":3,\"dup\":true}", ann.next());
            ann.say("{'t':'pub','id':3,'ch':'ticker:a','mid':5,'key':'k','d':1}");
            assertEquals("{\"t\":\"ok\",\"id\":3,\"v\":1}", ann.next(), "in memory, as by default");
        }
    }

    @Test
    void isNotReadyAndSaysSoWhileItsDatabaseIsNotThere() throws Exception {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        try (ParleyServer server = start("jdbc:postgresql://127.0.0.1:" + port + "/parley");
                Client ann = new Client(server)) {
            assertEquals("{\"t\":\"mode\",\"degraded\":true}", ann.next());
            ann.say("{'t':'pub','id':2,'ch':'news:a','mid':1,'d':1}");
            assertTrue(ann.next().startsWith("{\"t\":\"err\",\"id\":2,\"code\":\"unavailable\""));
            ann.say("{'t':'pub','id':3,'ch':'sync:a','mid':2,'key':'k','d':1}");
            assertTrue(ann.next().startsWith("{\"t\":\"err\",\"id\":3,\"code\":\"unavailable\""));
            ann.say("{'t':'sub','id':4,'ch':'sync:a'}");
            assertTrue(ann.next().startsWith("{\"t\":\"err\",\"id\":4,\"code\":\"unavailable\""));
            HttpResponse<String> health = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health"))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(503, health.statusCode());
            assertTrue(health.body().contains("\"live\":true,\"ready\":false"), health.body());
            assertTrue(health.body().contains("\"store\":false"), health.body());
        }
    }

    @Test
    void refusesANameThatIsNotThere() {
        SettingsException refusal = assertThrows(SettingsException.class, () -> start("java:comp/env/jdbc/parley"));
        assertEquals("parley.store.database: there is no java:comp/env/jdbc/parley in JNDI", refusal.getMessage());
    }

    @Test
    void keepsInMemoryWhatItIsToldTo() throws Exception {
        String[] lines = {"store.database=h2", "store.directory=" + directory, "store.durability=news=memory"};
        for (int start = 0; start < 2; start++) {
            try (ParleyServer server = ParleyServer.start(TestSettings.of(lines));
                    Client ann = new Client(server)) {
                ann.say("{'t':'pub','id':1,'ch':'news:a','mid':" + (start + 1) + ",'d':1}");
                assertEquals("{\"t\":\"ok\",\"id\":1,\"o\":1}", ann.next());
                ann.say("{'t':'pub','id':2,'ch':'chat:a','mid':" + (start + 1) + ",'d':1}");
                assertEquals("{\"t\":\"ok\",\"id\":2,\"o\":" + (start + 1) + "}", ann.next());
            }
        }
    }
}
