package dev.parley.endpoints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.settings.Settings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionListenerTest extends EndpointsFixture {
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
                Optional.of(403), Admission.bound().flatMap(Admission::refusal).map(Refusal::status));
        assertFalse(new HandshakeConfigurator().checkOrigin("http://example.org"));
    }

    /** Some containers leave tabs around values (RFC 9110 5.5). */
    @ParameterizedTest
    @ValueSource(strings = {"http://example.org\t", "\thttp://example.org", " http://example.org \t "})
    void takesItsOwnOriginWithWhiteSpaceAroundIt(String origin) {
        listener.requestInitialized(request(
                "/echo",
                Map.of(
                        "Upgrade", List.of("websocket"),
                        "Host", List.of("example.org"),
                        "Origin", List.of(origin))));
        assertEquals(Optional.empty(), Admission.bound().orElseThrow().refusal());
    }

    @Test
    void countsByTheLastLineOfATrustedProxy() {
        Settings d = Settings.defaults();
        Settings settings = new Settings(
                d.origins(),
                new Settings.Connections(10, 10, 10, Optional.empty(), Optional.empty(), List.of("192.0.2.1")),
                d.subprotocols(),
                d.echo(),
                d.heartbeat(),
                d.outbox(),
                d.chat(),
                d.hub(),
                d.store(),
                d.auth(),
                d.rates(),
                d.metrics(),
                d.monitor(),
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
