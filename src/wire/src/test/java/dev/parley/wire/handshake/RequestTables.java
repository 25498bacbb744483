package dev.parley.wire.handshake;

import static dev.parley.wire.handshake.HandshakeFault.*;
import static dev.parley.wire.handshake.Heads.instead;
import static dev.parley.wire.handshake.Heads.plus;
import static dev.parley.wire.handshake.Heads.start;
import static dev.parley.wire.handshake.Heads.twice;
import static dev.parley.wire.handshake.Heads.value;
import static dev.parley.wire.handshake.Heads.without;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Requests that a server must refuse, and why, by section. */
final class RequestTables {
    private RequestTables() {}

    record Bad(String name, String head, HandshakeFault fault) {
        byte[] bytes() {
            return Heads.bytes(head);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> bad() {
        return Stream.of(lines(), requestLine(), targets(), framing(), host(), upgrade(), key(), version(), lists())
                .flatMap(table -> table);
    }

    /** RFC 9112 2.2, 5: what proxies and servers read differently. */
    private static Stream<Bad> lines() {
        String request = String.join("\r\n", Heads.REQUEST) + "\r\n\r\n";
        return Stream.of(
                raw("LF after the request line", request.replaceFirst("\r\n", "\n"), BARE_LINE_FEED),
                raw("LF after a header", request.replaceFirst("com\r\n", "com\n"), BARE_LINE_FEED),
                raw("LF as the empty line", request.substring(0, request.length() - 2) + "\n", BARE_LINE_FEED),
                raw("LF LF", request.replace("\r\n", "\n"), BARE_LINE_FEED),
                raw("LF first", "\n" + request, BARE_LINE_FEED),
                raw("empty line first", "\r\n" + request, BARE_CARRIAGE_RETURN),
                raw("CR within the request line", request.replaceFirst("/chat", "/ch\rat"), BARE_CARRIAGE_RETURN),
                raw("CR within a header", request.replaceFirst("server", "ser\rver"), BARE_CARRIAGE_RETURN),
                raw("CR CR LF", request.replaceFirst("com\r\n", "com\r\r\n"), BARE_CARRIAGE_RETURN),
                raw(
                        "CR CR instead of the empty line",
                        request.substring(0, request.length() - 1) + "\r",
                        BARE_CARRIAGE_RETURN),
                bad("NUL in the target", start("GET /ch\0at HTTP/1.1"), CONTROL_CHARACTER),
                bad("DEL in the target", start("GET /ch\u007fat HTTP/1.1"), CONTROL_CHARACTER),
                bad("NUL in a value", plus("X: a\0b"), CONTROL_CHARACTER),
                bad("escape in a value", plus("X: a\u001bb"), CONTROL_CHARACTER),
                bad("folded with a space", plus("X: a", " b"), LINE_FOLDING),
                bad("folded with a tab", plus("X: a", "\tb"), LINE_FOLDING),
                bad("space before the first header", instead("Host", " Host: server.example.com"), LINE_FOLDING),
                bad("space before the colon", instead("Host", "Host : server.example.com"), SPACE_BEFORE_COLON),
                bad("tab before the colon", instead("Host", "Host\t: server.example.com"), SPACE_BEFORE_COLON),
                bad("two words before the colon", plus("X Y: a"), SPACE_BEFORE_COLON),
                bad("no name", plus(": a"), MALFORMED_HEADER_NAME),
                bad("no colon", plus("X"), MALFORMED_HEADER_NAME),
                bad("NUL in a name", plus("X\0: a"), MALFORMED_HEADER_NAME),
                bad("parenthesis in a name", plus("X(: a"), MALFORMED_HEADER_NAME),
                bad("non-ASCII in a name", plus("X\u00fc: a"), MALFORMED_HEADER_NAME),
                bad("request line too long", start("GET /" + "a".repeat(8000) + " HTTP/1.1"), START_LINE_TOO_LONG),
                bad("header too long", plus("X: " + "a".repeat(16 * 1024)), HEAD_TOO_LARGE),
                bad("header name too long", plus("X".repeat(16 * 1024) + ": a"), HEAD_TOO_LARGE),
                bad("too many headers", plus("X: a\r\n".repeat(99) + "X: a"), TOO_MANY_HEADERS));
    }

    /** 4.1 items 2 and 3, 4.2.1 item 1. */
    private static Stream<Bad> requestLine() {
        Stream<Bad> forms = Stream.of(
                        "GET",
                        "GET /chat",
                        "GET  /chat HTTP/1.1",
                        "GET /chat  HTTP/1.1",
                        " GET /chat HTTP/1.1",
                        "GET /chat HTTP/1.1 ",
                        "GET\t/chat\tHTTP/1.1",
                        "GET /chat HTTP/1.1 x",
                        "GET /ch at HTTP/1.1",
                        "GET /chat http/1.1",
                        "GET /chat HTTP/1",
                        "GET /chat HTTP/1.",
                        "GET /chat HTTP/11",
                        "GET /chat HTTP/1.10",
                        "GET /chat HTTP/a.1",
                        "GET /chat HTTP/1.b",
                        "GET /chat HTTP/1,1",
                        "GET /chat HTCPCP/1.0",
                        "G(T /chat HTTP/1.1",
                        " /chat HTTP/1.1")
                .map(line -> bad(line, start(line), MALFORMED_REQUEST_LINE));
        Stream<Bad> versions = Stream.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/3.1", "HTTP/0.1")
                .map(version -> bad(version, start("GET /chat " + version), UNSUPPORTED_HTTP_VERSION));
        Stream<Bad> methods = Stream.of("POST", "HEAD", "CONNECT", "OPTIONS", "PRI", "get", "GETT")
                .map(method -> bad(method, start(method + " /chat HTTP/1.1"), METHOD_NOT_GET));
        return Stream.of(forms, versions, methods).flatMap(table -> table);
    }

    /** 3, 4.1 item 3. */
    private static Stream<Bad> targets() {
        Stream<Bad> targets = Heads.words("""
                        chat * server.example.com:80 ?a # /#top /chat# /a?b#c /% /%4 /%4g /%g4 /?%
                        /a"b /a<b /a>b /a\\b /a^b /a`b /a{b /a|b /a}b /a[b /?a]b /\u00e9
                        ws://server.example.com/chat wss://server.example.com/chat ftp://server.example.com/chat
                        http:///chat http:// http:/server.example.com/ http://user@server.example.com/chat
                        http://server.example.com:x/chat http://server.example.com:65536/chat
                        http://server.example.com#top
                        """)
                .map(target -> bad("target " + target, start("GET " + target + " HTTP/1.1"), MALFORMED_RESOURCE_NAME));
        Stream<Bad> mismatches = Stream.of(
                        "http://other.example.com/chat", "http://server.example.com:81/chat",
                        "http://server.example.com.evil.com/chat", "https://server.example.com:80/chat")
                .map(target -> bad("target " + target, start("GET " + target + " HTTP/1.1"), HOST_MISMATCH));
        return Stream.concat(targets, mismatches);
    }

    /** RFC 9112 6: a handshake has no body, and nothing that one server takes for one and another does not. */
    private static Stream<Bad> framing() {
        Stream<Bad> codings = Stream.of("chunked", "identity", "gzip, chunked", "xchunked", "", "chunked, identity")
                .map(coding -> bad("coding '" + coding + "'", plus("Transfer-Encoding: " + coding), TRANSFER_ENCODING));
        Stream<Bad> lengths = Stream.of("1", "5", "00", "99999999999999999999", "007")
                .map(length -> bad("length " + length, plus("Content-Length: " + length), BODY));
        Stream<Bad> malformed = Stream.of("", "-1", "+1", "0x0", "1,1", "0, 0", "a", "1 1", "0.0")
                .map(length ->
                        bad("length '" + length + "'", plus("Content-Length: " + length), MALFORMED_CONTENT_LENGTH));
        Stream<Bad> both = Stream.of(
                bad("two lengths", plus("Content-Length: 0", "Content-Length: 0"), MALFORMED_CONTENT_LENGTH),
                bad("two other lengths", plus("Content-Length: 0", "content-length: 6"), MALFORMED_CONTENT_LENGTH),
                bad("both", plus("Content-Length: 0", "Transfer-Encoding: chunked"), TRANSFER_ENCODING),
                bad("coding in another case", plus("tRANSFER-eNCODING: chunked"), TRANSFER_ENCODING));
        return Stream.of(codings, lengths, malformed, both).flatMap(table -> table);
    }

    /** 4.2.1 item 2, RFC 9110 7.2, RFC 3986 3.2.2. */
    private static Stream<Bad> host() {
        Stream<String> spaced = Stream.of("", "a b");
        Stream<String> words = Heads.words("""
                user@host a/b a?b a#b a% a%4 a%zz :80 a:b a:-1 a:65536 a:123456 a:99999999999999999999 a:80:80
                [ [] [::1 ::1 [1] [1:2:3:4:5:6:7] [1:2:3:4:5:6:7:8:9] [1::2::3] [12345::] [g::] [::1.2.3] [::1.2.3.256]
                [::01.2.3.4] [1.2.3.4::] [1:2:3:4:5:6:7:1.2.3.4] [::1]x [::1]:x [1:2:3:4:5:6:7:8::]
                [:1:2:3:4:5:6:7:8] [::1%25eth0] a\\b \u00e9 a"b
                """);
        Stream<Bad> hosts =
                Stream.concat(spaced, words).map(host -> bad("host " + host, value("Host", host), MALFORMED_HOST));
        Stream<Bad> counts = Stream.of(
                bad("no Host", without("Host"), MISSING_HOST),
                bad("Host twice", twice("Host"), REPEATED_HEADER),
                bad("Host and HOST", instead("Host", "Host: server.example.com", "HOST: b"), REPEATED_HEADER));
        return Stream.concat(hosts, counts);
    }

    /** 4.2.1 items 3 and 4. */
    private static Stream<Bad> upgrade() {
        Stream<Bad> upgrades = Stream.of(
                        "",
                        "web socket",
                        "websockets",
                        "xwebsocket",
                        "websocket/13",
                        "h2c",
                        "\"websocket\"",
                        "websocket;q=1",
                        "WebSocket, @",
                        "websocket, /1",
                        "websocket, h2/",
                        "h2c websocket")
                .map(upgrade -> bad("Upgrade " + upgrade, value("Upgrade", upgrade), MISSING_UPGRADE));
        Stream<Bad> connections = Stream.of(
                        "",
                        "keep-alive",
                        "close",
                        "Upgraded",
                        "keep-alive Upgrade",
                        "\"Upgrade\"",
                        "Upgrade;",
                        "Upgrade, @")
                .map(option -> bad("Connection " + option, value("Connection", option), MISSING_CONNECTION_UPGRADE));
        Stream<Bad> missing = Stream.of(
                bad("no Upgrade", without("Upgrade"), MISSING_UPGRADE),
                bad("no Connection", without("Connection"), MISSING_CONNECTION_UPGRADE));
        return Stream.of(upgrades, connections, missing).flatMap(table -> table);
    }

    /** 4.2.1 item 5, 11.3.1. */
    private static Stream<Bad> key() {
        Stream<Bad> keys = Stream.of(
                        "",
                        "dGhlIHNhbXBsZSBub25jZQ",
                        "dGhlIHNhbXBsZSBub25jZQ=",
                        "dGhlIHNhbXBsZSBub25jZQ===",
                        "dGhlIHNhbXBsZSBub25j",
                        "dGhlIHNhbXBsZSBub25jZTE=",
                        "dGhlIHNhbXBsZSBub25jZTEy",
                        "dGhlIHNhbXBsZSBub25jZ===",
                        "dGhlIHNhbXBsZSBub25j====",
                        "dGhlIHNhbXBsZSBub2-jZQ==",
                        "dGhlIHNhbXBsZSBub2_jZQ==",
                        "dGhlIHNh bXBsZSBub25jZ==",
                        "dGhlIHNhbXBsZS=ub25jZQ==",
                        "\"GhlIHNhbXBsZSBub25jZQ==",
                        "dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==",
                        "\u00e9GhlIHNhbXBsZSBub25jZQ==",
                        "dGhlIHNhbXBsZSBub25jZQ==, x")
                .map(key -> bad("key " + key, value("Sec-WebSocket-Key", key), MALFORMED_KEY));
        Stream<Bad> counts = Stream.of(
                bad("no key", without("Sec-WebSocket-Key"), MISSING_KEY),
                bad("key twice", twice("Sec-WebSocket-Key"), REPEATED_HEADER),
                bad("Origin twice", twice("Origin"), REPEATED_HEADER));
        return Stream.concat(keys, counts);
    }

    /** 4.2.1 item 6, 4.2.2, 4.3, 4.4, 11.3.5. */
    private static Stream<Bad> version() {
        Stream<Bad> other = Stream.of("0", "7", "8", "12", "14", "25", "100", "255")
                .map(version ->
                        bad("version " + version, value("Sec-WebSocket-Version", version), UNSUPPORTED_VERSION));
        Stream<Bad> malformed = Stream.of(
                        "", "13, 8", "13,", "013", "+13", "13.0", "256", "1000", "x", "\"13\"", "1 3", "-1")
                .map(version -> bad("version " + version, value("Sec-WebSocket-Version", version), MALFORMED_VERSION));
        Stream<Bad> counts = Stream.of(
                bad("no version", without("Sec-WebSocket-Version"), UNSUPPORTED_VERSION),
                bad("version twice", twice("Sec-WebSocket-Version"), REPEATED_HEADER),
                bad("versions 13 and 8", plus("Sec-WebSocket-Version: 8"), REPEATED_HEADER));
        return Stream.of(other, malformed, counts).flatMap(table -> table);
    }

    /** 4.1 items 10 and 11, 9.1. */
    private static Stream<Bad> lists() {
        Stream<Bad> malformed = Stream.of("", ",", " , ", "a b", "a/b", "a;b", "\"a\"", "a, b c", "(", "\u00e9", "a=b")
                .map(list -> bad("protocol " + list, value("Sec-WebSocket-Protocol", list), MALFORMED_SUBPROTOCOL));
        Stream<Bad> repeated = Stream.of(
                bad("protocol a, a", value("Sec-WebSocket-Protocol", "a, a"), REPEATED_SUBPROTOCOL),
                bad("protocol in two fields", plus("Sec-WebSocket-Protocol: chat"), REPEATED_SUBPROTOCOL));
        Stream<Bad> extensions = Stream.of("", ",", ";", "a b", "a;", "a=b", "a; b c")
                .map(list ->
                        bad("extensions " + list, plus("Sec-WebSocket-Extensions: " + list), MALFORMED_EXTENSIONS));
        return Stream.of(malformed, repeated, extensions).flatMap(table -> table);
    }

    private static Bad bad(String name, UnaryOperator<List<String>> edit, HandshakeFault fault) {
        return new Bad(fault.section() + " " + name, Heads.text(edit.apply(Heads.REQUEST)), fault);
    }

    private static Bad raw(String name, String text, HandshakeFault fault) {
        return new Bad(fault.section() + " " + name, text, fault);
    }
}
