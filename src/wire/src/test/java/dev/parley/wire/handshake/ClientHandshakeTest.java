package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {
    private static final HandshakeLimits LIMITS = HandshakeLimits.DEFAULT;
    private static final String BAD = "dev.parley.wire.handshake.ResponseTables#bad";
    private static final String GOOD = "dev.parley.wire.handshake.ResponseTables#good";

    /** The nonce behind the key of 1.3. */
    private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.US_ASCII);

    private static final WebSocketUri URI = WebSocketUri.parse("ws://server.example.com/chat");

    private final ClientHandshake handshake = ClientHandshake.to(URI, NONCE)
            .withSubprotocols(List.of("chat", "superchat"))
            .withExtensions(List.of(Extension.of("foo", Extension.Parameter.of("a")), Extension.of("bar")))
            .withOrigin("http://example.com");

    @Nested
    class Requests {
        @Test
        void asksForNothingThatItWasNotToldToAskFor() {
            assertEquals("""
                    GET /chat HTTP/1.1
                    Host: server.example.com
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Sec-WebSocket-Version: 13

                    """, text(ClientHandshake.to(URI, NONCE)));
        }

        @Test
        void asksForEverything() {
            ClientHandshake all = handshake.withHeader("Cookie", "a=b").withHeader("Authorization", "Basic eA==");
            assertEquals("""
                    GET /chat HTTP/1.1
                    Host: server.example.com
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Protocol: chat, superchat
                    Sec-WebSocket-Extensions: foo; a, bar
                    Origin: http://example.com
                    Cookie: a=b
                    Authorization: Basic eA==

                    """, text(all));
            assertEquals(List.of("chat", "superchat"), all.subprotocols());
            assertEquals(2, all.extensions().size());
        }

        @Test
        void namesAPortThatIsNotTheDefault() { // 4.1 item 4
            String text = text(ClientHandshake.to(WebSocketUri.parse("wss://Example.COM:80/?a=b"), NONCE));
            assertTrue(text.startsWith("GET /?a=b HTTP/1.1\nHost: example.com:80\n"), text);
        }

        @Test
        void isAcceptedByOurServer() {
            byte[] request = handshake.toBytes();
            RequestOutcome outcome = ServerHandshake.read(request, 0, request.length, LIMITS);
            RequestOutcome.Accepted accepted = assertInstanceOf(RequestOutcome.Accepted.class, outcome);
            assertEquals(handshake.extensions(), accepted.request().extensions());
            byte[] answer = UpgradeResponse.to(accepted.request())
                    .withSubprotocol("superchat")
                    .withExtension(Extension.of("bar"))
                    .toBytes();
            ResponseOutcome.Established established = assertInstanceOf(ResponseOutcome.Established.class, read(answer));
            assertEquals(Optional.of("superchat"), established.subprotocol());
            assertEquals(List.of(Extension.of("bar")), established.extensions());
        }

        @Test
        void refusesWhatCannotBeAsked() {
            ClientHandshake client = ClientHandshake.to(URI, NONCE);
            assertThrows(IllegalArgumentException.class, () -> ClientHandshake.to(URI, new byte[15]));
            assertThrows(IllegalArgumentException.class, () -> ClientHandshake.to(URI, new byte[17]));
            assertThrows(IllegalArgumentException.class, () -> client.withSubprotocols(List.of("a", "a")));
            assertThrows(IllegalArgumentException.class, () -> client.withSubprotocols(List.of("a b")));
            assertThrows(IllegalArgumentException.class, () -> client.withSubprotocols(List.of("")));
            assertThrows(IllegalArgumentException.class, () -> client.withOrigin("a\r\nb"));
            assertThrows(IllegalArgumentException.class, () -> client.withHeader("X", "a\r\nHost: b"));
            assertEquals(
                    List.of("a", "A"),
                    client.withSubprotocols(List.of("a", "A")).subprotocols());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Host", "origin", "Upgrade", "Connection", "Sec-WebSocket-Key", "content-length", "a b"})
        void refusesHeadersThatAreItsOwnOrMalformed(String name) {
            assertThrows(IllegalArgumentException.class, () -> handshake.withHeader(name, "x"));
        }
    }

    @Nested
    class Answers {
        @ParameterizedTest(name = "{0}")
        @MethodSource(BAD)
        void failsWithTheFault(ResponseTables.Row row) {
            assertEquals(new ResponseOutcome.Failed(row.fault()), read(row.bytes()));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(BAD)
        void waitsOrFailsAlikeHoweverTheAnswerIsCut(ResponseTables.Row row) {
            boolean decided = false;
            for (int cut : Heads.cuts(row.bytes().length)) {
                ResponseOutcome part = read(Arrays.copyOf(row.bytes(), cut));
                boolean waits = part instanceof ResponseOutcome.Incomplete;
                assertTrue(waits ? !decided : part.equals(new ResponseOutcome.Failed(row.fault())), "cut at " + cut);
                decided = !waits;
            }
            assertTrue(decided);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(GOOD)
        void isEstablishedAtTheLastByteOnly(ResponseTables.Row row) {
            byte[] bytes = row.bytes();
            for (int cut = 0; cut < bytes.length; cut++) {
                ResponseOutcome part = read(Arrays.copyOf(bytes, cut));
                assertInstanceOf(ResponseOutcome.Incomplete.class, part, "cut at " + cut);
            }
            byte[] withFrame = Arrays.copyOf(bytes, bytes.length + 2);
            assertEquals(
                    bytes.length,
                    assertInstanceOf(ResponseOutcome.Established.class, read(withFrame))
                            .end());
        }

        @ParameterizedTest
        @EnumSource(
                value = HandshakeFault.class,
                names = {
                    "MALFORMED_STATUS_LINE",
                    "UNSUPPORTED_HTTP_VERSION",
                    "WRONG_UPGRADE",
                    "WRONG_ACCEPT",
                    "MISSING_CONNECTION_UPGRADE",
                    "UNOFFERED_EXTENSION",
                    "UNOFFERED_SUBPROTOCOL",
                    "REPEATED_HEADER"
                })
        void everyFaultOfAnAnswerIsInTheTable(HandshakeFault fault) {
            Set<HandshakeFault> seen = ResponseTables.bad()
                    .map(ResponseTables.Row::fault)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(HandshakeFault.class)));
            assertTrue(seen.contains(fault));
        }

        @Test
        void tellsWhatTheServerChose() {
            byte[] bytes = Heads.bytes(Heads.plus("Sec-WebSocket-Extensions: bar, foo; x=1", "Set-Cookie: a=b")
                    .apply(Heads.RESPONSE));
            ResponseOutcome.Established established = assertInstanceOf(ResponseOutcome.Established.class, read(bytes));
            assertEquals(Optional.of("chat"), established.subprotocol());
            assertEquals(
                    List.of(Extension.of("bar"), Extension.of("foo", Extension.Parameter.of("x", "1"))),
                    established.extensions());
            assertEquals(Optional.of("a=b"), established.headers().first("set-cookie"));
        }

        @Test
        void takesNothingThatItDidNotOffer() {
            ClientHandshake plain = ClientHandshake.to(URI, NONCE);
            byte[] chat = Heads.bytes(Heads.RESPONSE);
            assertEquals(
                    new ResponseOutcome.Failed(HandshakeFault.UNOFFERED_SUBPROTOCOL),
                    plain.read(chat, 0, chat.length, LIMITS));
        }

        @ParameterizedTest
        @CsvSource({"200", "301", "401", "426", "503", "999"})
        void passesOtherStatusesOn(int status) {
            byte[] bytes = Heads.bytes(Heads.start("HTTP/1.1 " + status + " x").apply(Heads.RESPONSE));
            ResponseOutcome.Declined declined =
                    assertInstanceOf(ResponseOutcome.Declined.class, read(Arrays.copyOf(bytes, bytes.length + 9)));
            assertEquals(status, declined.status());
            assertEquals(bytes.length, declined.end());
        }

        @Test
        void showsTheHeadersOfARedirectionByAnOldProxy() {
            byte[] bytes = Heads.bytes("HTTP/1.0 302 Found\r\nLocation: /b\r\nContent-Length: 3\r\n\r\nabc");
            ResponseOutcome.Declined declined = assertInstanceOf(ResponseOutcome.Declined.class, read(bytes));
            assertEquals(Optional.of("/b"), declined.headers().first("location"));
        }

        @Test
        void countsInterimResponsesAgainstTheLimit() {
            String interim = "HTTP/1.1 103 \r\nX: " + "a".repeat(16_000) + "\r\n\r\n";
            assertInstanceOf(ResponseOutcome.Incomplete.class, read(Heads.bytes(interim)));
            assertEquals(
                    new ResponseOutcome.Failed(HandshakeFault.HEAD_TOO_LARGE),
                    read(Heads.bytes(interim
                            + Heads.text(Heads.plus("X: " + "a".repeat(300)).apply(Heads.RESPONSE)))));
        }

        @Test
        void readsFromWithinABuffer() {
            byte[] answer = Heads.bytes(Heads.RESPONSE);
            byte[] buffer = new byte[answer.length + 9];
            System.arraycopy(answer, 0, buffer, 5, answer.length);
            ResponseOutcome outcome = handshake.read(buffer, 5, buffer.length, LIMITS);
            assertEquals(
                    5 + answer.length,
                    assertInstanceOf(ResponseOutcome.Established.class, outcome).end());
            assertThrows(IndexOutOfBoundsException.class, () -> handshake.read(buffer, -1, 3, LIMITS));
        }
    }

    private ResponseOutcome read(byte[] bytes) {
        return handshake.read(bytes, 0, bytes.length, LIMITS);
    }

    private static String text(ClientHandshake handshake) {
        byte[] bytes = handshake.toBytes();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertArrayEquals(bytes, Heads.bytes(text));
        return text.replace("\r\n", "\n");
    }
}
