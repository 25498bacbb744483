package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.access.Login;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EndpointsTest {
    private final Application application = Application.start(Settings.defaults());
    private final FakeSession session = new FakeSession("s");
    private final Map<String, Object> configured = new HashMap<>();
    private final EndpointConfig config = proxy(EndpointConfig.class, Map.of("getUserProperties", configured));

    @AfterEach
    void close() {
        Application.release();
        application.close();
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answers.get(method.getName())));
    }

    private static Handshake handshake(String path) {
        return new Handshake(path, "", "example.org", false, Optional.empty(), "192.0.2.1", Optional.empty());
    }

    private void admit(Map<String, Object> properties) {
        assertEquals(Optional.empty(), application.admit(handshake("/echo")));
        Admission.bound().ifPresent(admission -> properties.put("dev.parley.admission", admission));
        Application.release();
    }

    @Nested
    class Endpoints {
        @Test
        void echoes() {
            EchoEndpoint endpoint = new EchoEndpoint();
            admit(session.userProperties());
            endpoint.open(session.session(), config);
            assertEquals(1, application.connections());
            endpoint.text("he", false);
            endpoint.text("llo", true);
            endpoint.binary(ByteBuffer.wrap(new byte[] {1}), true);
            assertEquals(List.of("text hello", "binary 01"), session.drain());
            endpoint.error(new IllegalStateException("reset"));
            endpoint.close();
            assertEquals(0, application.connections());
            assertEquals(0, application.echoMemory().taken());
        }

        @Test
        void takeTheAdmissionFromWhereTheContainerPutsItAndKeepNone() {
            admit(configured);
            HeartbeatEndpoint endpoint = new HeartbeatEndpoint();
            endpoint.open(session.session(), config);
            assertEquals(Map.of(), configured);
            endpoint.text("{\"type\":\"ping\"}", true);
            assertEquals(List.of("text {\"type\":\"pong\"}"), session.drain());
            endpoint.close();
        }

        @Test
        void closeWith1011WithoutAdmission() {
            EchoEndpoint endpoint = new EchoEndpoint();
            endpoint.open(session.session(), config);
            endpoint.text("ignored", true);
            endpoint.close();
            assertEquals(List.of("close 1011 "), session.drain());
            assertEquals(0, application.connections());
        }

        @Test
        void closeWith1011WithAForeignAdmission() {
            configured.put("dev.parley.admission", "of another class loader");
            new EchoEndpoint().open(session.session(), config);
            assertEquals(List.of("close 1011 "), session.drain());
        }

        @Test
        void areForgottenThoughTheContainerClosesThemDuringTheOpen() {
            ChatEndpoint endpoint = new ChatEndpoint();
            admit(configured);
            // The close comes while the open is under way, as where a worker is faster than the open.
            EndpointConfig closing = proxyOf(EndpointConfig.class, () -> {
                endpoint.close();
                return configured;
            });
            endpoint.open(session.session(), closing, "lobby");
            assertEquals(0, application.connections());
        }

        private <T> T proxyOf(Class<T> type, java.util.function.Supplier<Object> answer) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer.get()));
        }
    }

    @Nested
    class Places {
        private final Application small = Application.start(settings());

        private static Settings settings() {
            return SettingsReader.read(List.of(Source.of(
                    "test",
                    Map.of("parley.connections.max", "2", "parley.connections.max-per-address", "1"),
                    UnaryOperator.identity())));
        }

        private Optional<Integer> admit(String address) {
            Handshake handshake =
                    new Handshake("/echo", "", "example.org", false, Optional.empty(), address, Optional.empty());
            return small.admit(handshake).map(Refusal::status);
        }

        @AfterEach
        void close() {
            Application.release();
            small.close();
        }

        @Test
        void areTakenByHandshakesOnTheirWay() {
            assertEquals(Optional.empty(), admit("a"));
            assertEquals(Optional.of(503), admit("a"));
            assertEquals(Optional.empty(), admit("b"));
            assertEquals(Optional.of(503), admit("c"));
            assertEquals(2, small.connections());
        }

        @Test
        void areGivenBackByHandshakeThatFails() {
            assertEquals(Optional.empty(), admit("a"));
            Application.release();
            assertEquals(0, small.connections());
            assertEquals(Optional.empty(), admit("a"));
        }

        @Test
        void areKeptForSessionThatOpensLater() {
            assertEquals(Optional.empty(), admit("a"));
            Admission.bound().orElseThrow().putInto(config, Optional.empty());
            Application.release(); // as Tomcat does, which opens the session when the request is over
            assertEquals(Optional.of(503), admit("a"));
            new EchoEndpoint().open(session.session(), config);
            assertEquals(1, small.connections());
            assertEquals(List.of(), session.drain());
        }
    }

    @Nested
    class Life {
        @Test
        void isReadyUntilItCloses() {
            assertTrue(application.ready());
            application.close();
            assertFalse(application.ready());
            application.close();
            assertEquals(Optional.of(503), application.admit(handshake("/echo")).map(Refusal::status));
        }

        @Test
        void closesSessionsWith1001AndItsThreads() {
            EchoEndpoint endpoint = new EchoEndpoint();
            admit(configured);
            endpoint.open(session.session(), config);
            session.onClose(endpoint::close);
            application.close();
            assertEquals(List.of("close 1001 server stops"), session.drain());
            assertEquals(0, application.connections());
        }

        @Test
        void leavesNoThread() {
            application.close();
            Application another = Application.start(Settings.defaults());
            long before = threads();
            another.close();
            while (threads()
                    >= before) { // a thread is seen a moment longer than it works; @Timeout ends a wait in vain
                Thread.onSpinWait();
            }
        }

        private long threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("parley-"))
                    .count();
        }
    }

    /** Who a connection is, from the handshake to the welcome. */
    @Nested
    class Users {
        private static final String HELLO = "{\"t\":\"hello\",\"v\":1,\"cid\":\"0123456789abcdef\"}";

        private final ServerEndpointConfig endpointConfig =
                proxy(ServerEndpointConfig.class, Map.of("getUserProperties", configured));

        private static Settings settings(Map<String, String> parameters) {
            return SettingsReader.read(List.of(Source.contextParameters(parameters)));
        }

        /** Makes the handshake of a page whose browser shows a cookie of the container's login. */
        private Optional<Refusal> handshake(Application to, Optional<String> origin) {
            Principal ada = () -> "Ada";
            Optional<Refusal> refusal =
                    to.admit(new Handshake("/hub", "", "example.org", true, origin, "192.0.2.1", Optional.empty()));
            if (new HandshakeConfigurator().checkOrigin(origin.orElse(""))) {
                HandshakeRequest request =
                        proxy(HandshakeRequest.class, Map.of("getUserPrincipal", ada, "isUserInRole", true));
                new HandshakeConfigurator()
                        .modifyHandshake(endpointConfig, request, proxy(HandshakeResponse.class, Map.of()));
            }
            Application.release();
            return refusal;
        }

        private List<String> welcome(String... requests) {
            HubEndpoint endpoint = new HubEndpoint();
            endpoint.open(session.session(), config);
            session.onClose(endpoint::close);
            endpoint.text(HELLO, true);
            for (String request : requests) {
                endpoint.text(request, true);
            }
            return session.drain();
        }

        @Test
        void areWhomTheContainerKnowsWithTheRolesThatTheRulesName() {
            String publish = "{\"t\":\"pub\",\"id\":1,\"ch\":\"news:a\",\"mid\":1,\"d\":1}";
            try (Application strict =
                    Application.start(settings(Map.of("parley.auth.rules", "news: publish=role:editor")))) {
                assertEquals(Optional.empty(), handshake(strict, Optional.of("https://example.org")));
                List<String> told = welcome(publish);
                assertTrue(told.get(0).contains("\"user\":\"Ada\""), told::toString);
                assertEquals("text {\"t\":\"ok\",\"id\":1,\"o\":1}", told.get(1));
            }
        }

        @Test
        void canBeListedAndSentAway() {
            assertEquals(Optional.empty(), handshake(application, Optional.of("https://example.org")));
            welcome();
            List<Login> connections = application.access().connections("Ada");
            assertEquals(
                    List.of("192.0.2.1"),
                    connections.stream().map(Login::address).toList());
            connections.get(0).end("signed out");
            assertEquals(
                    "text {\"t\":\"bye\",\"code\":4403,\"reason\":\"signed out\",\"retry\":false}",
                    session.drain().get(0)); // the close follows on a thread of its own
            assertEquals(List.of(), application.access().connections("Ada"));
        }

        @Test
        void areNotHijackedByAPageOfAnotherSite() {
            assertEquals(
                    Optional.of(403),
                    handshake(application, Optional.of("https://evil.com")).map(Refusal::status));
            assertEquals(Map.of(), configured, "nothing is handed on");
            assertEquals(0, application.connections());
        }

        /** Where every page may connect, the cookie that a browser shows for it proves nothing. */
        @Test
        void areStrangersOnAPageOfAnotherSiteThatMayConnect() {
            try (Application open = Application.start(settings(Map.of("parley.origins.allowed", "*")))) {
                assertEquals(Optional.empty(), handshake(open, Optional.of("https://evil.com")));
                assertTrue(welcome().get(0).contains("\"user\":\"~"));
            }
        }

        @Test
        void areKnownOnAPageThatIsAllowedByName() {
            try (Application named =
                    Application.start(settings(Map.of("parley.origins.allowed", "https://app.example.org")))) {
                assertEquals(Optional.empty(), handshake(named, Optional.of("https://app.example.org")));
                assertTrue(welcome().get(0).contains("\"user\":\"Ada\""));
            }
        }
    }

    @Nested
    class Listener {
        private final AdmissionListener listener = new AdmissionListener(application);

        private ServletRequestEvent request(String path, Map<String, List<String>> headers) {
            HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                    HttpServletRequest.class.getClassLoader(),
                    new Class<?>[] {HttpServletRequest.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "getHeader" ->
                            headers.getOrDefault(args[0], List.of()).stream()
                                    .findFirst()
                                    .orElse(null);
                        case "getHeaders" -> Collections.enumeration(headers.getOrDefault(args[0], List.of()));
                        case "getServletPath" -> path;
                        case "getMethod" -> "GET";
                        case "getRemoteAddr" -> "192.0.2.1";
                        case "isSecure" -> false;
                        default -> null;
                    });
            return new ServletRequestEvent(proxy(ServletContext.class, Map.of()), request);
        }

        record Upgrade(String name, Map<String, List<String>> headers, boolean handshake) {}

        static Stream<Upgrade> upgrades() {
            return Stream.of(
                    new Upgrade("plain", Map.of("Upgrade", List.of("websocket")), true),
                    new Upgrade("case", Map.of("Upgrade", List.of("WebSocket")), true),
                    new Upgrade("list", Map.of("Upgrade", List.of("h2c, websocket")), true),
                    new Upgrade("lines", Map.of("Upgrade", List.of("h2c", "websocket")), true),
                    new Upgrade("other", Map.of("Upgrade", List.of("websockets")), false),
                    new Upgrade("none", Map.of(), false));
        }

        @ParameterizedTest
        @MethodSource("upgrades")
        void bindsHandshakesOnly(Upgrade upgrade) {
            ServletRequestEvent event = request("/echo", upgrade.headers());
            listener.requestInitialized(event);
            assertEquals(upgrade.handshake(), Admission.bound().isPresent());
            listener.requestDestroyed(event);
            assertEquals(Optional.empty(), Admission.bound());
        }

        @Test
        void bindsNothingForOtherPaths() {
            listener.requestInitialized(request("/echoes", Map.of("Upgrade", List.of("websocket"))));
            assertEquals(Optional.empty(), Admission.bound());
        }

        @Test
        void refusesTwoOrigins() {
            listener.requestInitialized(request(
                    "/echo",
                    Map.of(
                            "Upgrade", List.of("websocket"),
                            "Host", List.of("example.org"),
                            "Origin", List.of("http://example.org", "http://evil.com"))));
            assertEquals(
                    Optional.of(403),
                    Admission.bound().flatMap(Admission::refusal).map(Refusal::status));
            assertFalse(new HandshakeConfigurator().checkOrigin("http://example.org"));
        }

        @Test
        void countsByTheLastLineOfATrustedProxy() {
            Settings d = Settings.defaults();
            Settings settings = new Settings(
                    d.origins(),
                    new Settings.Connections(10, 10, Optional.empty(), Optional.empty(), List.of("192.0.2.1")),
                    d.subprotocols(),
                    d.echo(),
                    d.heartbeat(),
                    d.outbox(),
                    d.chat(),
                    d.hub(),
                    d.store(),
                    d.auth(),
                    d.rates(),
                    d.server());
            try (Application behindProxy = Application.start(settings)) {
                new AdmissionListener(behindProxy)
                        .requestInitialized(request(
                                "/echo",
                                Map.of(
                                        "Upgrade", List.of("websocket"),
                                        "X-Forwarded-For", List.of("1.1.1.1", "203.0.113.9"))));
                assertEquals(
                        Optional.of("203.0.113.9"),
                        Admission.bound().map(admission -> admission.handshake().remoteAddress()));
            }
        }
    }

    @Test
    void refuseWhatCameWithoutAdmission() {
        assertFalse(new HandshakeConfigurator().checkOrigin("http://example.org"));
    }
}
