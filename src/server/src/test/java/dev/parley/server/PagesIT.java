package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.SecurityHeaders;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side of the server: pages, health, and the answers to what is neither. */
final class PagesIT {
    private static ParleyServer server;
    private static final HttpClient CLIENT = HttpClient.newHttpClient(); // offers h2c, as it does by default

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.start(TestSettings.of("connections.max=1", "origins.allowed=https://app.example"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/index.html, text/html; charset=utf-8",
        "/js/socket.js, text/javascript; charset=utf-8",
        "/files/sample.css, text/css; charset=utf-8",
        "/files/sample.json, application/json",
        "/files/sample.woff2, font/woff2",
        "/files/, text/html; charset=utf-8",
        "/health, application/json"
    })
    void servesPageWithTypeAndSecurityHeaders(String path, String type) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode());
        assertEquals(type, header(response, "Content-Type"));
        SecurityHeaders.ALL.forEach((name, value) -> assertEquals(value, header(response, name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/nowhere/",
                "/files",
                "/../pom.xml",
                "/files/../../x",
                "/%2e%2e/x",
                "/files/%2e%2e/index.html",
                "/files//sample.css",
                "//index.html",
                "/files/.hidden",
                "/files%2fsample.css",
                "/files/sample.css%00",
                "/files\\sample.css",
                "/WEB-INF/web.xml",
                "/./index.html",
                "/files/sample.css/",
                "/index.html;x=1"
            })
    void servesNothingElse(String path) throws Exception {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            String head = client.head();
            String expected = path.equals("/files") ? "HTTP/1.1 301 " : "HTTP/1.1 404 ";
            assertTrue(head.startsWith(expected) || head.startsWith("HTTP/1.1 400 "), path + ": " + head);
            assertFalse(client.rest().contains("body"), path);
        }
    }

    @Test
    void answersNotModifiedToHolderOfThePage() throws Exception {
        String etag = header(get("/"), "ETag");
        HttpResponse<String> again = CLIENT.send(
                HttpRequest.newBuilder(server.uri())
                        .header("If-None-Match", etag)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
    }

    @Test
    void answersHeadWithoutBody() throws Exception {
        HttpResponse<String> head = CLIENT.send(
                HttpRequest.newBuilder(server.uri())
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals(header(get("/"), "Content-Length"), header(head, "Content-Length"));
    }

    @Test
    void refusesToWritePages() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(server.uri())
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD", header(response, "Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo", "/heartbeat", "/chat/lobby"})
    void answersPlainGetOfEndpointWithUpgradeRequired(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(426, response.statusCode());
        assertEquals("websocket", header(response, "Upgrade"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "GET, /health, 200",
        "POST, /health, 405",
        "GET, /nowhere, 404",
        "GET, /echo, 426",
        "POST, /, 405",
        "TRACE, /, 405",
        "GET, /%zz, 404"
    })
    void saysNothingOfWhatItRunsOn(String method, String path, int status) throws Exception {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            String answer = client.rest();
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(java.util.Locale.ROOT);
            assertFalse(head.contains("\r\nserver:") || head.contains("\r\nx-powered-by:"), head);
            assertFalse(answer.contains("Grizzly") || answer.contains("Tyrus"), answer);
        }
    }

    record Attempt(String path, String headers, int status) {}

    static Stream<Attempt> attempts() {
        String web = "Origin: https://app.example\r\n";
        return Stream.of(
                new Attempt("/nowhere", web, 404),
                new Attempt("/", web, 404),
                new Attempt("/health", web, 404),
                new Attempt("/chat/", web, 404),
                new Attempt("/echo", "Origin: https://evil.example\r\n", 403),
                new Attempt("/echo", web + "Content-Length: 5\r\n", 413),
                new Attempt("/echo", web + "Transfer-Encoding: chunked\r\n", 400),
                new Attempt("/chat/a|b", web, 400));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void answersHandshakeThatLeadsNowhere(Attempt attempt) throws Exception {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(RawClient.handshake(attempt.path(), attempt.headers()));
            String head = client.head();
            assertTrue(head.startsWith("HTTP/1.1 " + attempt.status() + " "), head);
        }
    }

    @Test
    void refusesConnectionBeyondTheMost() throws Exception {
        try (RawClient first = RawClient.open(server.port(), "/echo");
                RawClient second = RawClient.connect(server.port())) {
            Await.until(() -> server.application().connections() == 1, "the first is not counted");
            second.send(RawClient.handshake("/echo", ""));
            String head = second.head();
            assertTrue(head.startsWith("HTTP/1.1 503 "), head);
            assertTrue(head.contains("Retry-After: "), head);
            assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("connection: close"), head);
            assertFalse(second.rest().isBlank(), "no reason given");
            assertEquals(0x81, first.send("81 81 00000000 41").frame().b0());
        }
        Await.until(() -> server.application().connections() == 0, "still counted");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(server.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
