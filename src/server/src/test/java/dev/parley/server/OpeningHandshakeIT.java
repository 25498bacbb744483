package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.RawClient.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opening handshakes that break a rule of RFC 6455 section 4.2.1, and odd ones that break none, over raw sockets. */
final class OpeningHandshakeIT {
    private static final Pattern DATE =
            Pattern.compile("\r\nDate: \\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT\r\n");

    private static final String FRAME = "81 81 00000000 41";
    private static final List<String> REQUEST = List.of(
            "GET /echo HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13");

    private static ParleyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.start(TestSettings.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /**
     * A request and its answer.
     *
     * @param head the request above, but for these lines: one that begins with a name there takes that line's place, and
     *     takes it away if nothing follows the colon; others are put in at the end
     */
    record Row(int status, List<String> head) {
        static Row of(int status, String... lines) {
            List<String> head = new ArrayList<>(REQUEST);
            for (String line : lines) {
                String name = line.substring(0, line.indexOf(':') + 1);
                boolean replaced = !name.isEmpty() && head.removeIf(old -> old.startsWith(name) && !old.equals(line));
                if (!line.endsWith("!")) {
                    head.add(line);
                } else if (!replaced) {
                    throw new IllegalArgumentException(line);
                }
            }
            return new Row(status, head);
        }

        static Row start(int status, String line) {
            List<String> head = new ArrayList<>(REQUEST);
            head.set(0, line);
            return new Row(status, head);
        }

        byte[] bytes() {
            return (String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    static Stream<Row> broken() {
        String key = "Sec-WebSocket-Key: ";
        String version = "Sec-WebSocket-Version: ";
        String protocol = "Sec-WebSocket-Protocol: ";
        String extensions = "Sec-WebSocket-Extensions: ";
        return Stream.of(
                Row.of(400, key + "!"), // "!" at the end: without this line
                Row.of(400, key),
                Row.of(400, key + "dGhlIHNhbXBsZSBub25j"),
                Row.of(400, key + "dGhlIHNhbXBsZSBub25jZTE="),
                Row.of(400, key + "not base64 at all===="),
                Row.of(400, key + "dGhlIHNhbXBsZSBub25jZQ==", key + "dGhlIHNhbXBsZSBub25jZQ=="),
                Row.of(426, version + "!"),
                Row.of(426, version + "8"),
                Row.of(426, version + "0"),
                Row.of(426, version + "14"),
                Row.of(400, version + "013"),
                Row.of(400, version + "x"),
                Row.of(400, version + "13, 8"),
                Row.of(400, version + "13", version + "13"),
                Row.of(426, "Upgrade: !"),
                Row.of(426, "Upgrade: "),
                Row.of(426, "Upgrade: h2c"),
                Row.of(426, "Upgrade: websockets"),
                Row.of(426, "Upgrade: TLS/1.0"),
                Row.of(400, "Connection: !"),
                Row.of(400, "Connection: keep-alive"),
                Row.of(400, "Connection: close"),
                Row.of(400, protocol),
                Row.of(400, protocol + "a b"),
                Row.of(400, protocol + "a, a"),
                Row.of(400, protocol + "a", protocol + "a"),
                Row.of(400, extensions),
                Row.of(400, extensions + "permessage-deflate; ="),
                Row.of(400, extensions + "a b"),
                Row.of(400, "Origin: http://localhost", "Origin: http://localhost"),
                Row.of(400, "Host: !"),
                Row.of(400, "Host: a b"),
                Row.of(400, "Host: localhost", "Host: localhost"),
                Row.of(413, "Content-Length: 5"),
                Row.of(400, "Content-Length: x"),
                Row.of(400, "Transfer-Encoding: chunked"),
                Row.start(405, "POST /echo HTTP/1.1"),
                Row.start(405, "HEAD /echo HTTP/1.1"),
                Row.start(405, "OPTIONS /echo HTTP/1.1"),
                Row.start(405, "get /echo HTTP/1.1"),
                Row.start(505, "GET /echo HTTP/1.0"),
                Row.start(505, "GET /echo HTTP/2.0"),
                Row.start(404, "GET /echo#top HTTP/1.1"),
                Row.start(400, "GET /echo?a|b HTTP/1.1"),
                Row.start(400, "GET /chat/a|b HTTP/1.1"),
                Row.start(400, "GET http://other.example/echo HTTP/1.1"),
                Row.start(400, "GET https://localhost/echo HTTP/1.1"),
                Row.start(400, "GET /echo"),
                Row.start(400, "GET /echo HTTP/1"),
                Row.start(400, "GET /ec ho HTTP/1.1"),
                Row.start(400, "GET  /echo HTTP/1.1"),
                Row.start(400, "GET /echo ICAP/1.0"),
                Row.start(400, "GET /index.html HTTP/x.y"),
                Row.of(400, "X : a"),
                Row.of(400, "no colon"),
                Row.of(400, "X: a\nY: b"),
                Row.of(400, "X: a\r\n folded"),
                Row.of(400, "X: a\0b"),
                Row.of(400, "Content-Length: -1"),
                Row.of(400, "Content-Length: 0\r\nContent-Length: 1"),
                Row.of(431, "X: " + "a".repeat(17_000)),
                Row.of(431, "X: a\r\n".repeat(100) + "X: a"),
                Row.start(414, "GET /echo?" + "a".repeat(8_001) + " HTTP/1.1"),
                Row.start(404, "GET /nowhere HTTP/1.1"),
                Row.start(400, "HEAD /echo HTTP/1.1\r\nX : y"),
                Row.start(404, "GET / HTTP/1.1"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void answersAndEndsConnection(Row row) throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(row.bytes());
            String head = client.head();
            assertTrue(head.startsWith("HTTP/1.1 " + row.status() + " "), head);
            if (row.status() == 426) { // 4.4, RFC 9110 15.5.22
                assertTrue(head.contains("\r\nSec-WebSocket-Version: 13\r\n"), head);
                assertTrue(head.contains("\r\nUpgrade: websocket\r\n"), head);
                assertTrue(head.contains("\r\nConnection: Upgrade, close\r\n"), head);
            }
            assertTrue(DATE.matcher(head).find(), head); // RFC 9110 6.6.1
            assertTrue(head.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"), head); // RFC 9110 8.3
            assertTrue(row.status() != 405 || head.contains("\r\nAllow: GET\r\n"), head);
            String body = client.rest(); // until TCP ends
            assertTrue(!row.head().get(0).startsWith("HEAD") || body.isEmpty(), body);
        }
    }

    static Stream<Row> odd() {
        return Stream.of(
                Row.of(101),
                Row.of(101, "Upgrade: WebSocket"),
                Row.of(101, "Upgrade: h2c, websocket"),
                Row.of(101, "Connection: keep-alive, Upgrade"),
                Row.of(101, "Connection: UPGRADE"),
                Row.of(101, "Content-Length: 0"),
                Row.of(101, "Sec-WebSocket-Extensions: x-foo; a=\"b\"; c, permessage-deflate; unknown"),
                Row.of(101, "Sec-WebSocket-Protocol: nobody-knows, chat"),
                Row.of(101, "Origin: http://localhost"),
                Row.of(101, "Origin:\thttp://localhost\t "),
                Row.of(101, "Cookie: a=b; c=d", "X: \u00e9", "Y:"),
                Row.start(101, "GET /echo?a=b&c=%20 HTTP/1.1"),
                Row.start(101, "GET http://localhost/echo HTTP/1.1"),
                Row.start(101, "GET /echo HTTP/1.9"),
                Row.start(101, "\r\nGET /echo HTTP/1.1"),
                Row.of(101, "X: " + "a".repeat(15_000)));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void upgradesAndEchoesFrameBehindTheRequest(Row row) throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            byte[] frame = RawClient.hex(FRAME);
            byte[] request = row.bytes();
            byte[] both = new byte[request.length + frame.length];
            System.arraycopy(request, 0, both, 0, request.length);
            System.arraycopy(frame, 0, both, request.length, frame.length);
            client.send(both);
            assertUpgraded(client.head());
            assertEquals(new Frame(0x81, "41"), client.frame());
        }
    }

    @Test
    void refusesAndUpgradesBehindPagesOfTheSameConnection() throws IOException {
        byte[] page = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] pages = new byte[2 * page.length];
        System.arraycopy(page, 0, pages, 0, page.length);
        System.arraycopy(page, 0, pages, page.length, page.length);
        for (Row row : List.of(Row.of(400, "Sec-WebSocket-Key: !"), Row.of(101))) {
            try (RawClient client = RawClient.connect(server.port())) {
                assertTrue(client.send(page).head().startsWith("HTTP/1.1 200 "));
                assertTrue(client.send(pages).head().startsWith("HTTP/1.1 200 ")); // two at once
                assertTrue(client.head().startsWith("HTTP/1.1 200 "));
                String head = client.send(row.bytes()).head();
                assertTrue(head.startsWith("HTTP/1.1 " + row.status() + " "), head);
            }
        }
    }

    @Test
    void answersThoughClientGoesOnSending() throws IOException {
        int length = 4 << 20; // more than what TCP keeps for a server that does not read
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (int sent = 0; sent < length; sent += 1 << 16) {
                client.send(new byte[1 << 16]);
            }
            assertTrue(client.head().startsWith("HTTP/1.1 405 "));
            assertTrue(client.rest().contains("METHOD_NOT_GET"));
        }
    }

    @Test
    void believesTheLastForwardedAddressOfTrustedProxy() throws IOException {
        try (ParleyServer behindProxy = ParleyServer.start(
                TestSettings.of("connections.trusted-proxies=127.0.0.1", "connections.max-per-address=1"))) {
            String first = "X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-For: 192.0.2.1\r\n";
            try (RawClient one = RawClient.connect(behindProxy.port());
                    RawClient same = RawClient.connect(behindProxy.port());
                    RawClient other = RawClient.connect(behindProxy.port())) {
                assertUpgraded(one.send(RawClient.handshake("/echo", first)).head());
                String refused = same.send(RawClient.handshake("/echo", first)).head();
                assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
                String forged = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2\r\n";
                assertUpgraded(other.send(RawClient.handshake("/echo", forged)).head());
            }
        }
    }

    @Test
    void believesNoForwardedAddressOfAnyoneElse() throws IOException {
        try (ParleyServer alone = ParleyServer.start(TestSettings.of("connections.max-per-address=1"));
                RawClient one = RawClient.connect(alone.port());
                RawClient two = RawClient.connect(alone.port())) {
            assertUpgraded(one.send(RawClient.handshake("/echo", "X-Forwarded-For: 192.0.2.1\r\n"))
                    .head());
            String refused = two.send(RawClient.handshake("/echo", "X-Forwarded-For: 192.0.2.2\r\n"))
                    .head();
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
        }
    }

    @Test
    void upgradesRequestThatComesByteByByte() throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            client.socket().setTcpNoDelay(true);
            for (byte next : Row.of(101).bytes()) {
                client.send(new byte[] {next});
            }
            assertUpgraded(client.head());
            assertEquals(new Frame(0x81, "41"), client.send(FRAME).frame());
        }
    }

    private static void assertUpgraded(String head) {
        assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        assertTrue(head.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), head);
        assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("\r\nupgrade: websocket\r\n"), head);
        assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("\r\nconnection: upgrade\r\n"), head);
    }
}
