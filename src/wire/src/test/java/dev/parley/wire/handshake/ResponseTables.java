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

/** Answers on which a client must fail the connection, and why, and answers that look odd but are good. By section. */
final class ResponseTables {
    private static final String ACCEPT = "Sec-WebSocket-Accept";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

    private ResponseTables() {}

    /** A row; {@code fault} says nothing in a good one. */
    record Row(String name, String head, HandshakeFault fault) {
        byte[] bytes() {
            return Heads.bytes(head);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> bad() {
        return Stream.of(lines(), statusLine(), upgrade(), accept(), choice(), framing())
                .flatMap(table -> table);
    }

    private static Stream<Row> lines() {
        String response = Heads.text(Heads.RESPONSE);
        return Stream.of(
                raw("LF after the status line", response.replaceFirst("\r\n", "\n"), BARE_LINE_FEED),
                raw("CR within a header", response.replaceFirst("websocket", "web\rsocket"), BARE_CARRIAGE_RETURN),
                raw("empty line first", "\r\n" + response, BARE_CARRIAGE_RETURN),
                bad("folded", plus("X: a", " b"), LINE_FOLDING),
                bad("space before the colon", plus("X : a"), SPACE_BEFORE_COLON),
                bad("no colon", plus("X"), MALFORMED_HEADER_NAME),
                bad("NUL in a value", plus("X: \0"), CONTROL_CHARACTER),
                bad("status line too long", start("HTTP/1.1 101 " + "a".repeat(8000)), START_LINE_TOO_LONG),
                bad("header too long", plus("X: " + "a".repeat(16 * 1024)), HEAD_TOO_LARGE),
                bad("too many headers", plus("X: a\r\n".repeat(99) + "X: a"), TOO_MANY_HEADERS),
                raw("interim responses without end", INTERIM.repeat(450), HEAD_TOO_LARGE),
                raw("fault in an interim response", INTERIM.replace(":", " :") + response, SPACE_BEFORE_COLON));
    }

    private static Stream<Row> statusLine() {
        Stream<Row> forms = Stream.of(
                        "HTTP/1.1",
                        "HTTP/1.1 ",
                        "HTTP/1.1 101",
                        "HTTP/1.1  101 x",
                        " HTTP/1.1 101 x",
                        "HTTP/1.1 10 x",
                        "HTTP/1.1 1010 x",
                        "HTTP/1.1 +01 x",
                        "HTTP/1.1 001 x",
                        "HTTP/1.1 099 x",
                        "HTTP/1.1 1O1 x",
                        "HTTP/1 101 x",
                        "http/1.1 101 x",
                        "ICY 101 OK",
                        "GET / HTTP/1.1",
                        "101 Switching Protocols")
                .map(line -> bad(line, start(line), MALFORMED_STATUS_LINE));
        Stream<Row> versions = Stream.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0")
                .map(version -> bad(version, start(version + " 101 x"), UNSUPPORTED_HTTP_VERSION));
        return Stream.concat(forms, versions);
    }

    /** 4.1 items 2 and 3. */
    private static Stream<Row> upgrade() {
        Stream<Row> upgrades = Stream.of(
                        "", "websockets", "h2c, websocket", "websocket, websocket", "websocket/13", "h2c")
                .map(upgrade -> bad("Upgrade " + upgrade, value("Upgrade", upgrade), WRONG_UPGRADE));
        Stream<Row> connections = Stream.of("", "keep-alive", "Upgraded", "Upgrade @")
                .map(option -> bad("Connection " + option, value("Connection", option), MISSING_CONNECTION_UPGRADE));
        Stream<Row> missing = Stream.of(
                bad("no Upgrade", without("Upgrade"), WRONG_UPGRADE),
                bad("Upgrade twice", twice("Upgrade"), WRONG_UPGRADE),
                bad("no Connection", without("Connection"), MISSING_CONNECTION_UPGRADE));
        return Stream.of(upgrades, connections, missing).flatMap(table -> table);
    }

    /** 4.1 item 4, 11.3.3. */
    private static Stream<Row> accept() {
        Stream<Row> values = Stream.of(
                        "",
                        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo",
                        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo==",
                        "S3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                        "s3pPLMBiTxaQ9kYGzzhZRbK+xOp=",
                        "dGhlIHNhbXBsZSBub25jZQ==",
                        "\"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\"",
                        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, x",
                        "\u00e9")
                .map(value -> bad("accept " + value, value(ACCEPT, value), WRONG_ACCEPT));
        Stream<Row> counts = Stream.of(
                bad("no accept", without(ACCEPT), WRONG_ACCEPT), bad("accept twice", twice(ACCEPT), REPEATED_HEADER));
        return Stream.concat(values, counts);
    }

    /** 4.1 items 5 and 6, 9.1, 11.3.4. */
    private static Stream<Row> choice() {
        return Stream.of(
                bad("extension not offered", plus("Sec-WebSocket-Extensions: baz"), UNOFFERED_EXTENSION),
                bad("extension in another case", plus("Sec-WebSocket-Extensions: Foo"), UNOFFERED_EXTENSION),
                bad("one extension too many", plus("Sec-WebSocket-Extensions: foo, baz"), UNOFFERED_EXTENSION),
                bad("extensions empty", plus("Sec-WebSocket-Extensions:"), MALFORMED_EXTENSIONS),
                bad("extensions malformed", plus("Sec-WebSocket-Extensions: foo;"), MALFORMED_EXTENSIONS),
                bad("protocol not offered", value(PROTOCOL, "other"), UNOFFERED_SUBPROTOCOL),
                bad("protocol in another case", value(PROTOCOL, "Chat"), UNOFFERED_SUBPROTOCOL),
                bad("two protocols", value(PROTOCOL, "chat, superchat"), MALFORMED_SUBPROTOCOL),
                bad("protocol empty", value(PROTOCOL, ""), MALFORMED_SUBPROTOCOL),
                bad("protocol quoted", value(PROTOCOL, "\"chat\""), MALFORMED_SUBPROTOCOL),
                bad("protocol twice", twice(PROTOCOL), REPEATED_HEADER));
    }

    /** RFC 9110 8.6, RFC 9112 6.1. */
    private static Stream<Row> framing() {
        return Stream.of(
                        "Content-Length: 5",
                        "Content-Length: x",
                        "Content-Length: 0\r\nContent-Length: 0",
                        "Transfer-Encoding: chunked",
                        "transfer-encoding: identity")
                .map(header -> bad(header, plus(header), BODY));
    }

    static Stream<Row> good() {
        String response = Heads.text(Heads.RESPONSE);
        return Stream.of(
                good("1.2", lines -> lines),
                good("no reason", start("HTTP/1.1 101 ")),
                good("another reason", start("HTTP/1.1 101 Web Socket Protocol \u00e9")),
                good("HTTP/1.2", start("HTTP/1.2 101 x")),
                good("Upgrade in another case", value("Upgrade", "WebSocket")),
                good("Connection among others", value("Connection", "keep-alive, upgrade")),
                good("Connection in two fields", instead("Connection", "Connection: x", "Connection: upgrade")),
                good("white space around accept", value(ACCEPT, " \t s3pPLMBiTxaQ9kYGzzhZRbK+xOo= \t")), // 4.1 item 4
                good("no protocol", without(PROTOCOL)),
                good("the other protocol", value(PROTOCOL, "superchat")),
                good("an extension", plus("Sec-WebSocket-Extensions: foo; x=1")),
                good(
                        "extensions in two fields",
                        plus("Sec-WebSocket-Extensions: bar", "Sec-WebSocket-Extensions: foo")),
                good("Content-Length: 0", plus("Content-Length: 0")),
                good("unknown headers", plus("Server: x", "Set-Cookie: a=b", "Set-Cookie: c=d")),
                new Row("after an interim response", INTERIM + response, BODY),
                new Row("after two", "HTTP/1.1 100 \r\n\r\n" + INTERIM + response, BODY),
                new Row("after one of HTTP/1.0", "HTTP/1.0 199 x\r\n\r\n" + response, BODY));
    }

    private static Row bad(String name, UnaryOperator<List<String>> edit, HandshakeFault fault) {
        return raw(name, Heads.text(edit.apply(Heads.RESPONSE)), fault);
    }

    private static Row raw(String name, String text, HandshakeFault fault) {
        return new Row(fault.section() + " " + name, text, fault);
    }

    private static Row good(String name, UnaryOperator<List<String>> edit) {
        return new Row(name, Heads.text(edit.apply(Heads.RESPONSE)), BODY);
    }
}
