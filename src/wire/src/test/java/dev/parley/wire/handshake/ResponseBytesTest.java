package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers, byte for byte. */
class ResponseBytesTest {
    @Nested
    class Acceptances {
        private final UpgradeRequest request =
                request(Heads.plus("Sec-WebSocket-Extensions: foo; a, bar, permessage-deflate")
                        .apply(Heads.REQUEST));

        @Test
        void answersTheRequestOfSection1() {
            byte[] answer = UpgradeResponse.to(request).withSubprotocol("chat").toBytes();
            assertArrayEquals(Heads.bytes(Heads.RESPONSE), answer);
        }

        @Test
        void namesNoSubprotocolAndNoExtensionUnlessToldTo() { // 4.2.2 item 4
            byte[] expected =
                    Heads.bytes(Heads.without("Sec-WebSocket-Protocol").apply(Heads.RESPONSE));
            assertArrayEquals(expected, UpgradeResponse.to(request).toBytes());
        }

        @Test
        void writesExtensionsInOneFieldAndOtherHeadersAsGiven() { // 11.3.2
            UpgradeResponse response = UpgradeResponse.to(request)
                    .withExtension(Extension.of("foo", Extension.Parameter.of("a", "1")))
                    .withHeader("Set-Cookie", "a=b")
                    .withExtension(Extension.of("bar"))
                    .withSubprotocol("superchat")
                    .withHeader("Set-Cookie", "c=d");
            List<String> expected = Heads.plus(
                            "Sec-WebSocket-Protocol: superchat",
                            "Sec-WebSocket-Extensions: foo; a=1, bar",
                            "Set-Cookie: a=b",
                            "Set-Cookie: c=d")
                    .apply(Heads.without("Sec-WebSocket-Protocol").apply(Heads.RESPONSE));
            assertEquals(
                    new String(Heads.bytes(expected), StandardCharsets.ISO_8859_1),
                    new String(response.toBytes(), StandardCharsets.ISO_8859_1));
            assertEquals(Optional.of("superchat"), response.subprotocol());
            assertEquals(2, response.extensions().size());
        }

        @Test
        void refusesToNameWhatWasNotOffered() { // 4.2.2 item 4
            UpgradeResponse response = UpgradeResponse.to(request);
            assertThrows(IllegalArgumentException.class, () -> response.withSubprotocol("Chat"));
            assertThrows(IllegalArgumentException.class, () -> response.withSubprotocol(""));
            assertThrows(IllegalArgumentException.class, () -> response.withExtension(Extension.of("Foo")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Upgrade",
                    "connection",
                    "Sec-WebSocket-Accept",
                    "SEC-WEBSOCKET-PROTOCOL",
                    "Sec-WebSocket-Extensions",
                    "Content-Length",
                    "Transfer-Encoding",
                    "Sec-WebSocket-Key",
                    "Sec-WebSocket-Version",
                    "Host",
                    "Origin",
                    "a b",
                    "",
                    "a:",
                    "\u00e9"
                })
        void refusesHeadersThatAreItsOwnOrMalformed(String name) {
            UpgradeResponse response = UpgradeResponse.to(request);
            assertThrows(IllegalArgumentException.class, () -> response.withHeader(name, "x"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\r\nX: y", "a\n", "\0", " a", "a\t", "\u0100", "\u007f"})
        void refusesValuesThatWouldSplitOrChangeTheHeader(String value) {
            UpgradeResponse response = UpgradeResponse.to(request);
            assertThrows(IllegalArgumentException.class, () -> response.withHeader("X", value));
        }
    }

    @Nested
    class Refusals {
        @Test
        void namesTheVersionsItUnderstands() { // 4.4, RFC 9110 15.5.22
            String answer = answer(Heads.value("Sec-WebSocket-Version", "25").apply(Heads.REQUEST));
            assertEquals("""
                    HTTP/1.1 426 Upgrade Required
                    Connection: Upgrade, close
                    Content-Type: text/plain; charset=utf-8
                    Upgrade: websocket
                    Sec-WebSocket-Version: 13
                    Content-Length: 40

                    UNSUPPORTED_VERSION: see RFC 6455 4.2.2
                    """, answer);
        }

        @Test
        void namesTheVersionToAClientThatMumblesIt() {
            String answer = answer(Heads.value("Sec-WebSocket-Version", "13, 8").apply(Heads.REQUEST));
            assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\n"), answer);
            assertTrue(answer.contains("\nSec-WebSocket-Version: 13\n"), answer);
        }

        @Test
        void namesTheMethodItAllowsAndHasNoBody() { // RFC 9110 15.5.6, 9.3.2
            String answer = answer(Heads.start("HEAD /chat HTTP/1.1").apply(Heads.REQUEST));
            assertTrue(answer.startsWith("HTTP/1.1 405 Method Not Allowed\nConnection: close\n"), answer);
            assertTrue(answer.contains("\nAllow: GET\n"), answer);
            assertTrue(answer.endsWith("\nContent-Length: 0\n\n"), answer);
        }

        @Test
        void closesTheConnection() {
            String answer = answer(Heads.without("Host").apply(Heads.REQUEST));
            assertTrue(answer.contains("\nConnection: close\n"), answer);
            assertFalse(answer.contains("\nUpgrade:"), answer);
        }

        @Test
        void echoesNothingThatTheClientSent() {
            String answer = answer(Heads.start("GET /<script> HTTP/1.1").apply(Heads.REQUEST));
            assertFalse(answer.contains("script"), answer);
        }

        @ParameterizedTest
        @CsvSource({
            "301, Moved Permanently",
            "302, Found",
            "307, Temporary Redirect",
            "308, Permanent Redirect",
            "400, Bad Request",
            "401, Unauthorized",
            "403, Forbidden",
            "404, Not Found",
            "405, Method Not Allowed",
            "413, Content Too Large",
            "414, URI Too Long",
            "426, Upgrade Required",
            "429, Too Many Requests",
            "431, Request Header Fields Too Large",
            "500, Internal Server Error",
            "502, Bad Gateway",
            "503, Service Unavailable",
            "505, HTTP Version Not Supported",
            "499, ''"
        })
        void writesTheStatusLine(int status, String phrase) {
            byte[] answer =
                    RequestOutcome.Refused.with(status, Headers.NONE, "no").toBytes();
            assertTrue(text(answer).startsWith("HTTP/1.1 " + status + " " + phrase + "\n"), text(answer));
        }

        @Test
        void countsTheBytesOfABodyBeyondAscii() {
            RequestOutcome.Refused refused = RequestOutcome.Refused.with(403, Headers.NONE, "\u00e9\u20ac");
            assertEquals(Optional.empty(), refused.fault());
            String answer = new String(refused.toBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.endsWith("\r\nContent-Length: 6\r\n\r\n\u00e9\u20ac\n"), answer);
        }

        @Test
        void passesHeadersOfTheApplicationOn() {
            Headers headers = Headers.NONE.with("Location", "/elsewhere");
            String answer =
                    text(RequestOutcome.Refused.with(307, headers, "moved").toBytes());
            assertTrue(answer.contains("\nLocation: /elsewhere\n"), answer);
        }

        @Test
        void refusesHeadersOfItsOwnAndStatusesThatAreNoRefusal() {
            for (String name : List.of("Content-Length", "transfer-encoding", "Connection", "content-type")) {
                Headers headers = Headers.NONE.with(name, "1");
                assertThrows(IllegalArgumentException.class, () -> RequestOutcome.Refused.with(403, headers, ""));
            }
            assertThrows(IllegalArgumentException.class, () -> RequestOutcome.Refused.with(299, Headers.NONE, ""));
            assertThrows(IllegalArgumentException.class, () -> RequestOutcome.Refused.with(600, Headers.NONE, ""));
            assertEquals(300, RequestOutcome.Refused.with(300, Headers.NONE, "").status());
            assertEquals(599, RequestOutcome.Refused.with(599, Headers.NONE, "").status());
        }
    }

    private static UpgradeRequest request(List<String> lines) {
        byte[] bytes = Heads.bytes(lines);
        RequestOutcome outcome = ServerHandshake.read(bytes, 0, bytes.length, HandshakeLimits.DEFAULT);
        return assertInstanceOf(RequestOutcome.Accepted.class, outcome).request();
    }

    private static String answer(List<String> lines) {
        byte[] bytes = Heads.bytes(lines);
        RequestOutcome outcome = ServerHandshake.read(bytes, 0, bytes.length, HandshakeLimits.DEFAULT);
        return text(assertInstanceOf(RequestOutcome.Refused.class, outcome).toBytes());
    }

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }
}
