package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.Handshakes.takenOrRefused;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The opening handshake as a request of HTTP/1.1 (4.1: it complies with RFC 9112): what a lenient reader takes here is
 * what one request is hidden behind another with.
 */
final class HandshakeSyntaxCases {
    private static final String BYTES = "GET %s?\u00ff\u00fe HTTP/1.1";

    private HandshakeSyntaxCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(firstLine(), host(), lines(), body(), either(), good()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> firstLine() {
        return Stream.of(
                bad(QUALITY, "http.2-0", "4.2.1", "HTTP/2.0 written as text", first("GET %s HTTP/2.0"), 505, 400),
                line(SHOULD, "http.letters", "A version that is no number", "GET %s HTTP/x.y", 400, 505),
                line(SHOULD, "http.name", "Another protocol's name", "GET %s ICY/1.1", 400, 505),
                line(SHOULD, "http.missing", "A first line without version", "GET %s", 400, 505),
                line(SHOULD, "target.space", "A target with a space", "GET %s x HTTP/1.1", 400, 505),
                line(SHOULD, "target.missing", "A first line without target", "GET HTTP/1.1", 400),
                line(SHOULD, "target.fragment", "A target with a fragment", "GET %s#part HTTP/1.1", 400),
                line(QUALITY, "target.bytes", "A target with bytes that are not ASCII", BYTES, 400),
                should("handshake.http.missing-elsewhere", "RFC 9112 3", "A line without version on another connection")
                        .why("What one connection sent changes nothing for the next: that is answered with a status.")
                        .alone()
                        .raw(
                                act(
                                        "a first line without version on another connection",
                                        HandshakeSyntaxCases::askWithoutVersion),
                                request(first("GET %s x HTTP/1.1")),
                                refused(400, 505)),
                bad(
                        SHOULD,
                        "method.unknown",
                        "4.2.1",
                        "A method nobody knows",
                        first("FROB %s HTTP/1.1"),
                        405,
                        400,
                        501),
                bad(SHOULD, "method.connect", "4.2.1", "A CONNECT", first("CONNECT %h HTTP/1.1"), 405, 400, 501, 404));
    }

    /** Alone and behind a good request: a server may answer such a line by what it remembers of another connection. */
    private static ConformanceCase line(Level level, String name, String what, String line, int... statuses) {
        return at(level, "handshake." + name, "RFC 9112 3", what + " is refused")
                .why("Two readers that forgive this in different ways see two different requests.")
                .alone()
                .raw(
                        act("a good request on another connection", HandshakeSyntaxCases::askWell),
                        request(first(line)),
                        refused(statuses));
    }

    private static void askWell(Conversation conversation) throws Judgement {
        open(upgrade()).run(conversation.another());
    }

    private static void askWithoutVersion(Conversation conversation) throws Judgement {
        request(first("GET %s")).run(conversation.another());
    }

    private static Stream<ConformanceCase> host() {
        return Stream.of(
                bad(
                        MUST,
                        "host.twice",
                        "RFC 9112 3.2",
                        "Two Host headers",
                        upgrade().adding("Host", "%h"),
                        400),
                bad(
                        MUST,
                        "host.missing-absolute",
                        "RFC 9112 3.2",
                        "A target with scheme and host, and no Host,",
                        first("GET %u://%h%s HTTP/1.1").without("Host"),
                        400),
                bad(
                        MUST,
                        "host.malformed",
                        "RFC 9112 3.2",
                        "A Host with a space in it",
                        upgrade().with("Host", "a b"),
                        400),
                bad(
                        QUALITY,
                        "host.path",
                        "RFC 9110 7.2",
                        "A Host with a path",
                        upgrade().with("Host", "%h/x"),
                        400),
                bad(
                        QUALITY,
                        "host.user",
                        "RFC 9110 7.2",
                        "A Host with a user",
                        upgrade().with("Host", "me@%h"),
                        400),
                bad(
                        QUALITY,
                        "host.port",
                        "RFC 9110 7.2",
                        "A Host with a port that is no number",
                        upgrade().with("Host", "localhost:http"),
                        400),
                bad(SHOULD, "host.empty", "4.2.1", "An empty Host", upgrade().with("Host", ""), 400));
    }

    private static Stream<ConformanceCase> lines() {
        return Stream.of(
                bad(
                        MUST,
                        "header.space-before-colon",
                        "RFC 9112 5.1",
                        "A space between name and colon",
                        upgrade().line("X-Spaced : 1"),
                        400),
                bad(
                        MUST,
                        "header.tab-before-colon",
                        "RFC 9112 5.1",
                        "A tab between name and colon",
                        upgrade().line("X-Tabbed\t: 1"),
                        400),
                bad(
                        SHOULD,
                        "header.no-colon",
                        "RFC 9112 5",
                        "A line without colon",
                        upgrade().line("X-Nothing"),
                        400),
                bad(
                        SHOULD,
                        "header.no-name",
                        "RFC 9110 5.1",
                        "A line without name",
                        upgrade().line(": 1"),
                        400),
                bad(
                        SHOULD,
                        "header.name-space",
                        "RFC 9110 5.1",
                        "A name with a space",
                        upgrade().line("X Y: 1"),
                        400),
                bad(
                        SHOULD,
                        "header.name-brackets",
                        "RFC 9110 5.1",
                        "A name that is no token",
                        upgrade().line("X(Y): 1"),
                        400),
                bad(
                        QUALITY,
                        "header.name-bytes",
                        "RFC 9110 5.1",
                        "A name that is not ASCII",
                        upgrade().line("X-\u00e9: 1"),
                        400));
    }

    private static Stream<ConformanceCase> body() {
        OpeningRequest request = upgrade();
        return Stream.of(
                bad(
                        MUST,
                        "body.length-word",
                        "RFC 9112 6.3",
                        "A Content-Length that is no number",
                        request.adding("Content-Length", "five"),
                        400),
                bad(
                        MUST,
                        "body.length-negative",
                        "RFC 9112 6.3",
                        "A negative Content-Length",
                        request.adding("Content-Length", "-1"),
                        400),
                bad(
                        MUST,
                        "body.length-two",
                        "RFC 9112 6.3",
                        "Two Content-Lengths that differ",
                        request.adding("Content-Length", "0").adding("Content-Length", "7"),
                        400),
                bad(
                        QUALITY,
                        "body.length",
                        "RFC 9110 8.6",
                        "A body of five bytes",
                        request.adding("Content-Length", "5"),
                        400,
                        413),
                bad(
                        QUALITY,
                        "body.chunked",
                        "RFC 9112 6.1",
                        "A body in chunks",
                        request.adding("Transfer-Encoding", "chunked"),
                        400,
                        411,
                        413,
                        501),
                bad(
                        SHOULD,
                        "body.coding-unknown",
                        "RFC 9112 6.1",
                        "A transfer coding nobody knows",
                        request.adding("Transfer-Encoding", "x-nobody"),
                        501,
                        400));
    }

    /** RFC 9112 and 9110 let the reader choose: repair it as they say, or refuse. */
    private static Stream<ConformanceCase> either() {
        return Stream.of(
                choice(
                        "header.folded",
                        "RFC 9112 5.2",
                        "A header continued on the next line",
                        upgrade().line("X-Folded: a\r\n b")),
                choice(
                        "header.nul",
                        "RFC 9110 5.5",
                        "A NUL in a value",
                        upgrade().adding("X-Nul", "a\u0000b")),
                choice(
                        "header.cr",
                        "RFC 9112 2.2",
                        "A CR without LF in a value",
                        upgrade().adding("X-Cr", "a\rb")),
                choice(
                        "header.lf",
                        "RFC 9112 2.2",
                        "Lines that end in LF alone",
                        upgrade().lineEnd("\n")),
                choice(
                        "header.space-first",
                        "RFC 9112 2.2",
                        "White space before the first header",
                        first("GET %s HTTP/1.1\r\n X-Early: 1")));
    }

    private static Stream<ConformanceCase> good() {
        OpeningRequest many =
                IntStream.range(0, 60).boxed().reduce(upgrade(), (r, i) -> r.adding("X-Many-" + i, "v"), (a, b) -> b);
        return Stream.of(
                good(
                        MUST,
                        "target.absolute",
                        "RFC 9112 3.2",
                        "A target with scheme and host is accepted",
                        first("GET %u://%h%s HTTP/1.1")),
                good(
                        QUALITY,
                        "target.query",
                        "3",
                        "A target with a query is accepted",
                        first("GET %s?a=%20&b HTTP/1.1")),
                good(
                        QUALITY,
                        "http.1-2",
                        "4.2.1",
                        "A later minor version of HTTP/1 is accepted",
                        first("GET %s HTTP/1.2")),
                good(
                        MUST,
                        "space.none",
                        "RFC 9112 5",
                        "Headers without a space behind the colon are accepted",
                        upgrade()
                                .without("Upgrade")
                                .line("Upgrade:websocket")
                                .without("Connection")
                                .line("Connection:Upgrade")),
                good(
                        MUST,
                        "connection.no-space",
                        "RFC 9110 5.6.1",
                        "A list of options without spaces is accepted",
                        upgrade().with("Connection", "keep-alive,Upgrade")),
                good(
                        MUST,
                        "connection.empty-members",
                        "RFC 9110 5.6.1",
                        "Empty members of a list are ignored",
                        upgrade().with("Connection", ", Upgrade ,,")),
                good(
                        MUST,
                        "case.connection-upper",
                        "4.2.1",
                        "Connection: UPGRADE in capitals is accepted",
                        upgrade().with("Connection", "UPGRADE")),
                good(
                        MUST,
                        "case.upgrade-upper",
                        "4.2.1",
                        "Upgrade: WEBSOCKET in capitals is accepted",
                        upgrade().with("Upgrade", "WEBSOCKET")),
                good(QUALITY, "header.many", "10.4", "A request with 60 more headers is accepted", many),
                good(
                        QUALITY,
                        "header.value-bytes",
                        "RFC 9110 5.5",
                        "A value with bytes that are not ASCII is accepted",
                        upgrade().adding("X-Latin", "caf\u00e9")),
                good(
                        QUALITY,
                        "header.empty-value",
                        "RFC 9110 5.5",
                        "An empty value of another header is accepted",
                        upgrade().adding("X-Empty", "")),
                good(
                        QUALITY,
                        "header.cookies",
                        "4.1",
                        "Cookies and credentials are accepted",
                        upgrade().adding("Cookie", "a=b; c=d").adding("Authorization", "Basic bm9ib2R5Og==")),
                good(
                        QUALITY,
                        "body.length-zero",
                        "RFC 9110 8.6",
                        "An explicitly empty body is accepted",
                        upgrade().adding("Content-Length", "0")),
                good(
                        SHOULD,
                        "line.empty-before",
                        "RFC 9112 2.2",
                        "An empty line before the request is ignored",
                        first("\r\nGET %s HTTP/1.1")));
    }

    private static OpeningRequest first(String line) {
        return upgrade().startLine(line);
    }

    private static ConformanceCase bad(
            Level level, String name, String section, String what, OpeningRequest request, int... statuses) {
        return at(level, "handshake." + name, section, what + " is refused")
                .why("Two readers that forgive this in different ways see two different requests.")
                .handshake(request, refused(statuses));
    }

    private static ConformanceCase choice(String name, String section, String what, OpeningRequest request) {
        return at(MUST, "handshake." + name, section, what + " is repaired or refused")
                .why("HTTP lets the reader refuse this, or read it in the one way that it names; nothing else.")
                .raw(request(request), takenOrRefused(request, "", 400));
    }

    private static ConformanceCase good(
            Level level, String name, String section, String title, OpeningRequest request) {
        return at(level, "handshake." + name, section, title)
                .why("The request keeps every rule, in one of its legal forms.")
                .opened(request, open(request), send(text("x")), expect(echo("x")));
    }
}
