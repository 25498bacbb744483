package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.CaseBuilder;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.OpeningRequest;
import java.util.stream.Stream;

/** The client's opening handshake (4.2.1): what must be refused, and what must not. */
final class HandshakeCases {
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String WHY_REFUSED =
            "A request that is no opening handshake of 4.1 is answered with an HTTP error, and the protocol stays HTTP.";
    private static final String WHY_ACCEPTED = "The request keeps every rule, in another of its legal forms.";

    private HandshakeCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(lines(), keys(), lists(), good(), arrival()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> lines() {
        return Stream.of(
                bad("host.missing", "4.2.1", "A request without Host", upgrade().without("Host"), 400),
                bad(
                        "http.1-0",
                        "4.2.1",
                        "A request of HTTP/1.0",
                        upgrade().startLine("GET %s HTTP/1.0"),
                        400,
                        426,
                        505),
                bad("method.post", "4.2.1", "A POST", upgrade().startLine("POST %s HTTP/1.1"), 405, 400, 501),
                bad("method.head", "4.2.1", "A HEAD", upgrade().startLine("HEAD %s HTTP/1.1"), 405, 400, 501),
                bad(
                        "method.lower-case",
                        "4.2.1",
                        "A method in lower case",
                        upgrade().startLine("get %s HTTP/1.1"),
                        400,
                        405,
                        501),
                bad(
                        "upgrade.missing",
                        "4.2.1",
                        "A request without Upgrade",
                        upgrade().without("Upgrade"),
                        400,
                        426,
                        405,
                        404),
                bad(
                        "upgrade.other",
                        "4.2.1",
                        "An upgrade to h2c",
                        upgrade().with("Upgrade", "h2c"),
                        400,
                        426,
                        405,
                        404),
                bad(
                        "upgrade.prefix",
                        "4.2.1",
                        "An upgrade to websockets",
                        upgrade().with("Upgrade", "websockets"),
                        400,
                        426,
                        405,
                        404),
                bad(
                        "connection.missing",
                        "4.2.1",
                        "A request without Connection",
                        upgrade().without("Connection"),
                        400,
                        426,
                        405,
                        404),
                bad(
                        "connection.keep-alive",
                        "4.2.1",
                        "A connection without Upgrade",
                        upgrade().with("Connection", "keep-alive"),
                        400,
                        426,
                        405,
                        404),
                bad(
                        "connection.similar",
                        "4.2.1",
                        "A connection option that only begins with Upgrade",
                        upgrade().with("Connection", "Upgraded"),
                        400,
                        426,
                        405,
                        404));
    }

    private static Stream<ConformanceCase> keys() {
        return Stream.of(
                bad("key.missing", "4.2.1", "A request without a key", upgrade().without(KEY), 400),
                bad("key.empty", "4.2.1", "An empty key", upgrade().with(KEY, ""), 400),
                bad("key.short", "4.2.1", "A key of 15 bytes", upgrade().with(KEY, "AAAAAAAAAAAAAAAAAAAA"), 400),
                bad("key.long", "4.2.1", "A key of 17 bytes", upgrade().with(KEY, "AAAAAAAAAAAAAAAAAAAAAAA="), 400),
                bad(
                        "key.not-base64",
                        "4.2.1",
                        "A key that is not base64",
                        upgrade().with(KEY, "!!!!!!!!!!!!!!!!!!!!!!=="),
                        400),
                bad(
                        "key.unpadded",
                        "4.2.1",
                        "A key without its padding",
                        upgrade().with(KEY, "dGhlIHNhbXBsZSBub25jZQ"),
                        400),
                repeated("key.twice", "11.3.1", "A key sent twice", upgrade().adding(KEY, OpeningRequest.KEY), 400),
                bad("version.old", "4.2.1", "Version 8", upgrade().with("Sec-WebSocket-Version", "8"), 426, 400),
                bad(
                        "version.empty",
                        "4.2.1",
                        "An empty version",
                        upgrade().with("Sec-WebSocket-Version", ""),
                        400,
                        426),
                bad(
                        "version.zero-padded",
                        "4.3",
                        "Version 013",
                        upgrade().with("Sec-WebSocket-Version", "013"),
                        400,
                        426),
                repeated(
                        "version.twice",
                        "11.3.5",
                        "The version sent twice",
                        upgrade().adding("Sec-WebSocket-Version", "13"),
                        400));
    }

    private static Stream<ConformanceCase> lists() {
        return Stream.of(
                bad(
                        "extensions.grammar",
                        "9.1",
                        "Extensions that do not follow their grammar",
                        upgrade().offering("foo; =bar"),
                        400),
                bad(
                        "extensions.empty-parameter",
                        "9.1",
                        "An extension with an empty parameter",
                        upgrade().offering("permessage-deflate; ; x"),
                        400),
                grammar("empty-value", "An extension with an empty value", "foo; bar="),
                grammar("no-name", "An extension without a name", "; bar=1"),
                grammar("unclosed-quote", "An extension with an unclosed quote", "foo; bar=\"1"),
                grammar("quoted-not-token", "A quoted value that is no token", "foo; bar=\"a b\""),
                grammar("double-equals", "An extension with two equals signs", "foo; bar==1"),
                grammar("space-in-name", "An extension with a space in its name", "foo bar"),
                bad(
                        "subprotocol.empty",
                        "4.2.1",
                        "An empty subprotocol header",
                        upgrade().bare().adding(PROTOCOL, ""),
                        400),
                repeated(
                        "subprotocol.repeated",
                        "4.1",
                        "A subprotocol named twice",
                        upgrade().bare().adding(PROTOCOL, "echo, echo"),
                        400),
                bad(
                        "subprotocol.not-token",
                        "4.2.1",
                        "A subprotocol that is no token",
                        upgrade().bare().adding(PROTOCOL, "a b"),
                        400),
                ok(
                        "extensions.unknown",
                        "9.1",
                        "An unknown extension is ignored",
                        upgrade().offering("x-parley-nobody-knows; a=1; b=\"2\"")),
                ok(
                        "subprotocol.unknown",
                        "4.2.2",
                        "An unknown subprotocol is not answered with another",
                        upgrade().bare().adding(PROTOCOL, "x-nobody-speaks-this")));
    }

    private static Stream<ConformanceCase> good() {
        return Stream.of(
                ok(
                        "case.upgrade",
                        "4.2.1",
                        "Upgrade: WebSocket in other letters is accepted",
                        upgrade().with("Upgrade", "WebSocket")),
                ok(
                        "case.connection",
                        "4.2.1",
                        "Connection: upgrade in small letters is accepted",
                        upgrade().with("Connection", "upgrade")),
                ok(
                        "case.names",
                        "4.2.1",
                        "Names of headers in other letters are accepted",
                        upgrade().without(KEY).adding("SEC-WEBSOCKET-KEY", OpeningRequest.KEY)),
                ok(
                        "connection.list",
                        "4.2.1",
                        "Upgrade in a list of connection options is accepted",
                        upgrade().with("Connection", "keep-alive, Upgrade")),
                ok(
                        "connection.two-lines",
                        "RFC 9110 5.6.1",
                        "Upgrade in the second of two Connection headers is accepted",
                        upgrade().with("Connection", "keep-alive").adding("Connection", "Upgrade")),
                should("handshake.upgrade.list", "RFC 9110 7.8", "websocket in a list of protocols is accepted")
                        .why("Upgrade is a list in HTTP, and 4.2.1 asks for one that contains websocket.")
                        .opened(
                                upgrade().with("Upgrade", "foo/2, websocket"),
                                open(upgrade().with("Upgrade", "foo/2, websocket"))),
                ok(
                        "space.around-value",
                        "RFC 9112 5.1",
                        "White space around a value is accepted",
                        upgrade().with("Sec-WebSocket-Version", "  13 \t")),
                ok(
                        "header.long",
                        "10.4",
                        "A request with 4 KiB of another header is accepted",
                        upgrade().adding("X-Padding", "p".repeat(4096))));
    }

    private static Stream<ConformanceCase> arrival() {
        OpeningRequest bytewise = upgrade().chopped(1);
        OpeningRequest pipelined = upgrade().followedBy(text("impatient"));
        return Stream.of(
                quality("handshake.arrival.byte-by-byte", "4.2.1", "A request that comes byte by byte is accepted")
                        .why("How TCP cuts a request means nothing.")
                        .opened(bytewise, open(bytewise)),
                quality(
                                "handshake.arrival.frame-behind",
                                "4.1",
                                "A frame in the same segment as the request is not lost")
                        .why(
                                "A client should wait for the answer; a server that read the frame already must not lose it.")
                        .opened(pipelined, open(pipelined), expect(echo("impatient"))));
    }

    private static ConformanceCase grammar(String name, String what, String extensions) {
        return bad("extensions." + name, "9.1", what, upgrade().offering(extensions), 400);
    }

    private static ConformanceCase bad(
            String name, String section, String what, OpeningRequest request, int... statuses) {
        return refusal(must("handshake." + name, section, what + " is refused"), request, statuses);
    }

    /** 4.1 or 11.3 forbid it to the client; that the server looks follows only from the spirit of 4.2.1. */
    private static ConformanceCase repeated(
            String name, String section, String what, OpeningRequest request, int... statuses) {
        return refusal(should("handshake." + name, section, what + " is refused"), request, statuses);
    }

    private static ConformanceCase refusal(CaseBuilder builder, OpeningRequest request, int... statuses) {
        return builder.why(WHY_REFUSED).handshake(request, refused(statuses));
    }

    private static ConformanceCase ok(String name, String section, String title, OpeningRequest request) {
        return must("handshake." + name, section, title)
                .why(WHY_ACCEPTED)
                .opened(request, open(request), send(text("x")), expect(echo("x")));
    }
}
