package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerHandshakeTest {
    private static final HandshakeLimits LIMITS = HandshakeLimits.DEFAULT;

    /** Faults that only an answer can have. */
    private static final Set<HandshakeFault> OF_RESPONSES = EnumSet.of(
            HandshakeFault.MALFORMED_STATUS_LINE,
            HandshakeFault.WRONG_UPGRADE,
            HandshakeFault.WRONG_ACCEPT,
            HandshakeFault.UNOFFERED_EXTENSION,
            HandshakeFault.UNOFFERED_SUBPROTOCOL);

    /** Faults that are seen, or limits that count, in bytes only. */
    private static final Set<HandshakeFault> OF_BYTES = EnumSet.of(
            HandshakeFault.BARE_LINE_FEED,
            HandshakeFault.BARE_CARRIAGE_RETURN,
            HandshakeFault.CONTROL_CHARACTER,
            HandshakeFault.LINE_FOLDING,
            HandshakeFault.SPACE_BEFORE_COLON,
            HandshakeFault.MALFORMED_HEADER_NAME,
            HandshakeFault.START_LINE_TOO_LONG,
            HandshakeFault.HEAD_TOO_LARGE,
            HandshakeFault.TOO_MANY_HEADERS,
            HandshakeFault.MALFORMED_REQUEST_LINE);

    private static final String BAD = "dev.parley.wire.handshake.RequestTables#bad";
    private static final String GOOD = "dev.parley.wire.handshake.GoodRequests#good";

    @Nested
    class Refusals {
        @ParameterizedTest(name = "{0}")
        @MethodSource(BAD)
        void refusesWithTheFault(RequestTables.Bad row) {
            assertEquals(row.fault(), refused(row.bytes()).fault().orElseThrow());
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(BAD)
        void waitsOrRefusesAlikeHoweverTheRequestIsCut(RequestTables.Bad row) {
            RequestOutcome whole = read(row.bytes());
            boolean decided = false;
            for (int cut : Heads.cuts(row.bytes().length)) {
                RequestOutcome part = read(Arrays.copyOf(row.bytes(), cut));
                boolean waits = part instanceof RequestOutcome.Incomplete;
                assertTrue(waits ? !decided : part.equals(whole), "cut at " + cut + ": " + part);
                decided = !waits;
            }
            assertTrue(decided);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(BAD)
        void refusesPartsThatAnotherParserCutAsItRefusesBytes(RequestTables.Bad row) {
            if (!OF_BYTES.contains(row.fault())) {
                assertEquals(read(row.bytes()), judge(row.head()));
            }
        }

        @Test
        void refusesPartsThatCannotStandInOneLine() {
            Map.Entry<String, String> good = Map.entry("Host", "server.example.com");
            assertEquals(
                    HandshakeFault.CONTROL_CHARACTER,
                    fault(ServerHandshake.judge("GET", "/", "HTTP/1.1", List.of(good, Map.entry("X", "a\r\nY: b")))));
            assertEquals(
                    HandshakeFault.MALFORMED_HEADER_NAME,
                    fault(ServerHandshake.judge("GET", "/", "HTTP/1.1", List.of(good, Map.entry("X Y", "a")))));
            assertEquals(
                    HandshakeFault.MALFORMED_REQUEST_LINE,
                    fault(ServerHandshake.judge("GET", "/a b", "HTTP/1.1", List.of(good))));
        }

        @Test
        void everyFaultOfARequestIsInTheTable() {
            Set<HandshakeFault> seen = RequestTables.bad()
                    .map(RequestTables.Bad::fault)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(HandshakeFault.class)));
            assertEquals(EnumSet.complementOf(EnumSet.copyOf(OF_RESPONSES)), seen);
        }

        @ParameterizedTest
        @CsvSource({
            "BARE_LINE_FEED, 400",
            "BARE_CARRIAGE_RETURN, 400",
            "CONTROL_CHARACTER, 400",
            "LINE_FOLDING, 400",
            "SPACE_BEFORE_COLON, 400",
            "MALFORMED_HEADER_NAME, 400",
            "START_LINE_TOO_LONG, 414",
            "HEAD_TOO_LARGE, 431",
            "TOO_MANY_HEADERS, 431",
            "REPEATED_HEADER, 400",
            "MALFORMED_REQUEST_LINE, 400",
            "UNSUPPORTED_HTTP_VERSION, 505",
            "METHOD_NOT_GET, 405",
            "MALFORMED_RESOURCE_NAME, 400",
            "TRANSFER_ENCODING, 400",
            "MALFORMED_CONTENT_LENGTH, 400",
            "BODY, 413",
            "MISSING_HOST, 400",
            "MALFORMED_HOST, 400",
            "HOST_MISMATCH, 400",
            "MISSING_UPGRADE, 426",
            "MISSING_CONNECTION_UPGRADE, 400",
            "MISSING_KEY, 400",
            "MALFORMED_KEY, 400",
            "UNSUPPORTED_VERSION, 426",
            "MALFORMED_VERSION, 400",
            "MALFORMED_SUBPROTOCOL, 400",
            "REPEATED_SUBPROTOCOL, 400",
            "MALFORMED_EXTENSIONS, 400"
        })
        void answersWithTheStatusOfTheFault(HandshakeFault fault, int status) {
            byte[] request = RequestTables.bad()
                    .filter(row -> row.fault() == fault)
                    .findFirst()
                    .orElseThrow()
                    .bytes();
            assertEquals(status, refused(request).status());
        }

        @ParameterizedTest
        @EnumSource(HandshakeFault.class)
        void saysWhereTheRuleStands(HandshakeFault fault) {
            String section = fault.section();
            String place = section.startsWith("RFC ") ? section : "RFC 6455 " + section;
            assertEquals(fault.name() + ": see " + place, fault.reason());
        }
    }

    @Nested
    class Acceptance {
        @ParameterizedTest(name = "{0}")
        @MethodSource(GOOD)
        void accepts(GoodRequests.Good row) {
            assertEquals(row.bytes().length, accepted(row.bytes()).end());
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(GOOD)
        void acceptsPartsThatAnotherParserCut(GoodRequests.Good row) {
            RequestOutcome.Accepted parts = assertInstanceOf(RequestOutcome.Accepted.class, judge(row.head()));
            assertEquals(
                    accepted(row.bytes()).request().headers(), parts.request().headers());
            assertEquals(
                    accepted(row.bytes()).request().resourceName(),
                    parts.request().resourceName());
            assertEquals(0, parts.end());
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource(GOOD)
        void waitsForTheLastByte(GoodRequests.Good row) {
            for (int cut = 0; cut < row.bytes().length; cut++) {
                RequestOutcome part = read(Arrays.copyOf(row.bytes(), cut));
                assertInstanceOf(RequestOutcome.Incomplete.class, part, "cut at " + cut);
            }
        }

        @Test
        void readsTheRequestOfSection1() {
            UpgradeRequest request = accepted(Heads.bytes(Heads.REQUEST)).request();
            assertEquals("/chat", request.resourceName());
            assertEquals("server.example.com", request.host());
            assertEquals(Optional.of("http://example.com"), request.origin());
            assertEquals(List.of("chat", "superchat"), request.subprotocols());
            assertEquals(List.of(), request.extensions());
            assertEquals(7, request.headers().all().size());
            assertEquals(Optional.of("websocket"), request.headers().first("uPGRADE"));
        }

        @Test
        void lowersTheOrigin() { // 4.2.2
            byte[] bytes =
                    Heads.bytes(Heads.value("Origin", "HTTP://Example.COM").apply(Heads.REQUEST));
            assertEquals(
                    Optional.of("http://example.com"), accepted(bytes).request().origin());
        }

        @ParameterizedTest
        @CsvSource({
            "/, /",
            "/a?b=c, /a?b=c",
            "http://server.example.com, /",
            "http://server.example.com?q, /?q",
            "http://server.example.com/a/b?c, /a/b?c",
            "HTTPS://Server.Example.Com:443/a, /a"
        })
        void findsTheResourceName(String target, String resourceName) { // 3, 4.1 item 3
            byte[] bytes =
                    Heads.bytes(Heads.start("GET " + target + " HTTP/1.1").apply(Heads.REQUEST));
            assertEquals(resourceName, accepted(bytes).request().resourceName());
        }

        @Test
        void joinsListsOfSeveralFields() {
            List<String> lines = Heads.plus(
                            "Sec-WebSocket-Protocol: third",
                            "Sec-WebSocket-Extensions: foo",
                            "Sec-WebSocket-Extensions: bar; baz=2")
                    .apply(Heads.REQUEST);
            UpgradeRequest request = accepted(Heads.bytes(lines)).request();
            assertEquals(List.of("chat", "superchat", "third"), request.subprotocols());
            assertEquals(
                    List.of(Extension.of("foo"), Extension.of("bar", Extension.Parameter.of("baz", "2"))),
                    request.extensions());
        }

        @Test
        void leavesWhatFollowsTheRequest() {
            byte[] request = Heads.bytes(Heads.REQUEST);
            byte[] more = Arrays.copyOf(request, request.length + 6); // a frame, or anything
            assertEquals(request.length, accepted(more).end());
        }

        @Test
        void readsFromWithinABuffer() {
            byte[] request = Heads.bytes(Heads.REQUEST);
            byte[] buffer = new byte[request.length + 20];
            System.arraycopy(request, 0, buffer, 7, request.length);
            RequestOutcome outcome = ServerHandshake.read(buffer, 7, buffer.length, LIMITS);
            assertEquals(
                    7 + request.length,
                    assertInstanceOf(RequestOutcome.Accepted.class, outcome).end());
        }

        @Test
        void keepsEveryHeaderInOrderOneCharPerByte() {
            List<String> lines = Heads.plus("X: \u00e9\u00ff", "x:  b \t", "X:").apply(Heads.REQUEST);
            Headers headers = accepted(Heads.bytes(lines)).request().headers();
            assertEquals(List.of("\u00e9\u00ff", "b", ""), headers.values("X"));
        }

        @Test
        void choosesTheSubprotocolThatTheClientLikesBest() {
            UpgradeRequest request = accepted(Heads.bytes(Heads.REQUEST)).request();
            assertEquals(Optional.of("chat"), request.firstSubprotocolOf(List.of("superchat", "chat")));
            assertEquals(Optional.of("superchat"), request.firstSubprotocolOf(List.of("superchat", "CHAT")));
            assertEquals(Optional.empty(), request.firstSubprotocolOf(List.of()));
        }
    }

    @Nested
    class Limits {
        @Test
        void takesAHeadOfJustTheLimit() {
            assertInstanceOf(RequestOutcome.Accepted.class, read(ofSize(LIMITS.maxHeadBytes())));
            assertEquals(
                    Optional.of(HandshakeFault.HEAD_TOO_LARGE),
                    refused(ofSize(LIMITS.maxHeadBytes() + 1)).fault());
        }

        @Test
        void takesAStartLineOfJustTheLimit() {
            String path = "/" + "a".repeat(LIMITS.maxStartLineBytes() - "GET / HTTP/1.1".length());
            byte[] longest =
                    Heads.bytes(Heads.start("GET " + path + " HTTP/1.1").apply(Heads.REQUEST));
            assertInstanceOf(RequestOutcome.Accepted.class, read(longest));
            byte[] longer =
                    Heads.bytes(Heads.start("GET " + path + "a HTTP/1.1").apply(Heads.REQUEST));
            assertEquals(
                    Optional.of(HandshakeFault.START_LINE_TOO_LONG),
                    refused(longer).fault());
        }

        @Test
        void takesJustTheLimitOfHeaders() {
            int room = LIMITS.maxHeaders() - (Heads.REQUEST.size() - 1);
            String[] most =
                    IntStream.range(0, room).mapToObj(i -> "X-" + i + ": y").toArray(String[]::new);
            List<String> lines = Heads.plus(most).apply(Heads.REQUEST);
            assertInstanceOf(RequestOutcome.Accepted.class, read(Heads.bytes(lines)));
            byte[] more = Heads.bytes(Heads.plus("X: y").apply(lines));
            assertEquals(
                    Optional.of(HandshakeFault.TOO_MANY_HEADERS), refused(more).fault());
        }

        @Test
        void refusesAnEndlessLineWithoutWaitingForItsEnd() {
            byte[] endless = Heads.bytes("G".repeat(LIMITS.maxStartLineBytes() + 1));
            assertEquals(
                    Optional.of(HandshakeFault.START_LINE_TOO_LONG),
                    refused(endless).fault());
        }

        @Test
        void refusesATlsClientHelloAtItsFirstByte() {
            byte[] hello = {0x16};
            assertEquals(
                    Optional.of(HandshakeFault.CONTROL_CHARACTER),
                    refused(hello).fault());
        }

        @Test
        void checksItsRanges() {
            assertThrows(IllegalArgumentException.class, () -> new HandshakeLimits(255, 64, 8));
            assertThrows(IllegalArgumentException.class, () -> new HandshakeLimits(256, 63, 8));
            assertThrows(IllegalArgumentException.class, () -> new HandshakeLimits(256, 257, 8));
            assertThrows(IllegalArgumentException.class, () -> new HandshakeLimits(256, 64, 7));
            assertEquals(256, new HandshakeLimits(256, 256, 8).maxStartLineBytes());
            assertThrows(IndexOutOfBoundsException.class, () -> ServerHandshake.read(new byte[3], 0, 4, LIMITS));
        }

        private byte[] ofSize(int size) {
            int known = Heads.bytes(Heads.plus("X: ").apply(Heads.REQUEST)).length;
            return Heads.bytes(Heads.plus("X: " + "a".repeat(size - known)).apply(Heads.REQUEST));
        }
    }

    @Nested
    class EveryByte {
        @Test
        void isJudgedByTheGrammarInEachPlace() {
            for (int c = 0; c < 256; c++) {
                String text = String.valueOf((char) c);
                boolean token = isToken(c);
                boolean visible = (c >= 0x20 && c != 0x7f) || c == '\t';
                assertEquals(
                        token,
                        isAccepted(Heads.plus("X" + text + "Y: z").apply(Heads.REQUEST)) && c != ':',
                        "name " + c);
                assertEquals(visible, isAccepted(Heads.plus("X: a" + text + "b").apply(Heads.REQUEST)), "value " + c);
                assertEquals(
                        token,
                        isAccepted(Heads.value("Sec-WebSocket-Protocol", "a" + text + "b")
                                        .apply(Heads.REQUEST))
                                && c != ',',
                        "protocol " + c);
                assertEquals(
                        isUri(c),
                        isAccepted(Heads.start("GET /a" + text + "b HTTP/1.1").apply(Heads.REQUEST)),
                        "target " + c);
            }
        }

        private boolean isToken(int c) {
            return (Character.isLetterOrDigit(c) && c < 0x80) || (c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        }

        private boolean isUri(int c) {
            return (Character.isLetterOrDigit(c) && c < 0x80) || (c > 0 && "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0);
        }

        private boolean isAccepted(List<String> lines) {
            return read(Heads.bytes(lines)) instanceof RequestOutcome.Accepted;
        }
    }

    private static RequestOutcome read(byte[] bytes) {
        return ServerHandshake.read(bytes, 0, bytes.length, LIMITS);
    }

    /** Judges the parts that a simple parser cuts a head into. */
    private static RequestOutcome judge(String head) {
        List<String> lines = head.lines().takeWhile(line -> !line.isEmpty()).toList();
        String[] start = lines.get(0).split(" ", -1);
        List<Map.Entry<String, String>> fields = lines.subList(1, lines.size()).stream()
                .map(line -> line.split(":", 2))
                .map(field -> Map.entry(field[0], field[1]))
                .toList();
        return ServerHandshake.judge(start[0], start[1], start[2], fields);
    }

    private static HandshakeFault fault(RequestOutcome outcome) {
        return assertInstanceOf(RequestOutcome.Refused.class, outcome).fault().orElseThrow();
    }

    private static RequestOutcome.Accepted accepted(byte[] bytes) {
        RequestOutcome outcome = read(bytes);
        return assertInstanceOf(
                RequestOutcome.Accepted.class, outcome, () -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static RequestOutcome.Refused refused(byte[] bytes) {
        return assertInstanceOf(RequestOutcome.Refused.class, read(bytes));
    }
}
