package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Bad requests, every one of a class, and what their answers say. */
final class HandshakeRefusalCases {
    private static final String WHY = "It is not what the rule says, however much it looks like it.";
    /** What a trim of some language takes for white space, and HTTP does not (RFC 9110 5.6.3). */
    private static final String[] NO_SPACES = {
        "\u0001", "\u000b", "\u000c", "\u001c", "\u001f", "\u007f", "\u0085", "\u00a0"
    };

    private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}\u007f\u00e4";

    private HandshakeRefusalCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(values(), lines(), answers()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> values() {
        return Stream.of(
                sweep(
                        MUST,
                        "handshake.upgrade.every-bad",
                        "4.2.1",
                        "Values of Upgrade",
                        "Upgrade",
                        BadValues.upgrades()),
                sweep(
                        MUST,
                        "handshake.connection.every-bad",
                        "4.2.1",
                        "Values of Connection",
                        "Connection",
                        BadValues.connections()),
                sweep(
                        MUST,
                        "handshake.key.every-bad",
                        "4.2.1",
                        "Values of the key",
                        "Sec-WebSocket-Key",
                        BadValues.keys()),
                sweep(
                        MUST,
                        "handshake.version.every-bad",
                        "4.2.1",
                        "Values of the version",
                        "Sec-WebSocket-Version",
                        BadValues.versions()),
                sweep(MUST, "handshake.space.every-other", "RFC 9110 5.6.3", "Bytes that are no white space", spaces()),
                sweep(QUALITY, "handshake.host.every-bad", "RFC 9110 7.2", "Values of Host", "Host", BadValues.hosts()),
                sweep(
                        MUST,
                        "handshake.body.every-bad-length",
                        "RFC 9112 6.3",
                        "Values of Content-Length",
                        "Content-Length",
                        "+0",
                        "0x0",
                        "1e0",
                        "0 0",
                        "0;",
                        "-0",
                        "0,5",
                        "18446744073709551616",
                        "9223372036854775808",
                        "\"0\"",
                        "0.0"),
                sweep(
                        QUALITY,
                        "handshake.body.every-coding",
                        "RFC 9112 6.1",
                        "Values of Transfer-Encoding",
                        "Transfer-Encoding",
                        "identity",
                        "gzip, chunked",
                        "chunked, chunked",
                        "xchunked",
                        "chunked;q=1",
                        "CHUNKED",
                        "chunked, identity",
                        ", chunked"),
                sweep(MUST, "subprotocol.every-bad", "4.2.1", "Values of subprotocols", protocols()),
                sweep(MUST, "negotiation.every-bad", "9.1", "Values of extensions", extensions()));
    }

    private static List<Row> spaces() {
        List<Row> rows = new ArrayList<>();
        for (String name : List.of("Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version")) {
            for (String space : NO_SPACES) {
                String value = upgrade().values(name).get(0);
                String shown = name + " with byte " + (int) space.charAt(0);
                rows.add(Sweep.bad(shown + " behind", upgrade().with(name, value + space), 400, 426));
                rows.add(Sweep.bad(shown + " before", upgrade().with(name, space + value), 400, 426));
            }
        }
        return rows;
    }

    private static List<Row> protocols() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < DELIMITERS.length(); i++) {
            if (DELIMITERS.charAt(i) != ',') {
                String value = "a" + DELIMITERS.charAt(i) + "b";
                rows.add(Sweep.bad(value, upgrade().bare().adding("Sec-WebSocket-Protocol", value), 400));
                rows.add(Sweep.bad(value, upgrade().bare().adding("Sec-WebSocket-Protocol", "chat, " + value), 400));
            }
        }
        rows.add(Sweep.bad("a b", upgrade().bare().adding("Sec-WebSocket-Protocol", "a b"), 400));
        rows.add(Sweep.bad("\"a\"", upgrade().bare().adding("Sec-WebSocket-Protocol", "\"a\""), 400));
        return rows;
    }

    private static List<Row> extensions() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < DELIMITERS.length(); i++) {
            char c = DELIMITERS.charAt(i);
            if (",;=".indexOf(c) < 0) {
                rows.add(Sweep.bad("a" + c + "b", upgrade().offering("a" + c + "b"), 400));
                rows.add(Sweep.bad("x; a" + c + "b", upgrade().offering("x; a" + c + "b"), 400));
                rows.add(Sweep.bad("x; a=b" + c, upgrade().offering("x; a=b" + c), 400));
            }
        }
        for (String value : List.of(
                "x; =",
                "x; =b",
                "=",
                ";",
                "; a",
                "x;",
                "x;;a",
                "x; a=",
                "x y",
                "x; a b",
                "x; a=b c",
                "x; a=\"b",
                "x; a=\"b\"c",
                "x; a=\"b c\"",
                "x; a=\"b, permessage-deflate, c\"",
                "x; a=\"\"",
                "permessage-deflate, ;x",
                "permessage-deflate, =",
                "permessage-deflate, x y",
                "permessage-deflate; client_max_window_bits, x; =b",
                "permessage-deflate, x; a=\"b",
                "x, permessage-deflate, ;")) {
            rows.add(Sweep.bad(value, upgrade().offering(value), 400));
        }
        return rows;
    }

    private static ConformanceCase sweep(
            Level level, String id, String section, String what, String header, String... values) {
        return sweep(
                level,
                id,
                section,
                what,
                Stream.of(values)
                        .map(value ->
                                Sweep.bad(header + ": " + value, upgrade().with(header, value), 400, 426, 413, 501))
                        .toList());
    }

    private static ConformanceCase sweep(Level level, String id, String section, String what, List<Row> rows) {
        return at(level, id, section, what + " that break the rule are refused")
                .why(WHY)
                .raw(Sweep.of(what + " that break the rule", rows));
    }

    private static Stream<ConformanceCase> lines() {
        List<Row> names = new ArrayList<>();
        for (char c : (DELIMITERS + " \u0000\u0001\u001f").toCharArray()) {
            if (c != ':') {
                names.add(Sweep.bad("byte " + (int) c + " in a name", upgrade().line("X" + c + "Y: 1"), 400));
            }
        }
        return Stream.of(
                sweep(SHOULD, "handshake.header.every-bad-name", "RFC 9110 5.1", "Names of headers", names),
                first(
                        "handshake.method.every-bad",
                        "4.2.1",
                        "Methods",
                        "PUT %s HTTP/1.1",
                        "DELETE %s HTTP/1.1",
                        "PATCH %s HTTP/1.1",
                        "TRACE %s HTTP/1.1",
                        "GETX %s HTTP/1.1",
                        "Get %s HTTP/1.1",
                        "GE %s HTTP/1.1",
                        "XGET %s HTTP/1.1",
                        "G %s HTTP/1.1",
                        "GET/ %s HTTP/1.1",
                        "\"GET\" %s HTTP/1.1",
                        "PROPFIND %s HTTP/1.1"),
                first(
                        "handshake.http.every-bad",
                        "RFC 9112 2.3",
                        "Versions of HTTP",
                        "GET %s HTTP/0.9",
                        "GET %s HTTP/2",
                        "GET %s HTTP/3.0",
                        "GET %s HTTP/1",
                        "GET %s HTTP/1.",
                        "GET %s HTTP/.1",
                        "GET %s HTTP/11",
                        "GET %s HTTP/1.1x",
                        "GET %s HTTP/1.11",
                        "GET %s HTTP/01.1",
                        "GET %s HTTP/1.01",
                        "GET %s http/1.1",
                        "GET %s Http/1.1",
                        "GET %s HTTP 1.1",
                        "GET %s HTTP/ 1.1",
                        "GET %s HTTP/-1.1",
                        "GET %s XHTTP/1.1",
                        "GET %s HTTPS/1.1",
                        "GET %s HTTP/1,1",
                        "GET %s WS/1.1"));
    }

    private static ConformanceCase first(String id, String section, String what, String... lines) {
        return at(SHOULD, id, section, what + " that are not the one asked for are refused")
                .why("4.1: the method is GET, and HTTP at least 1.1; anything else is another request.")
                .alone()
                .raw(Sweep.of(
                        what,
                        Stream.of(lines)
                                .map(line -> Sweep.bad(line, upgrade().startLine(line), 400, 405, 426, 501, 505, 404))
                                .toList()));
    }

    private static Stream<ConformanceCase> answers() {
        return Stream.of(
                must("handshake.answer.426-upgrade", "RFC 9110 15.5.22", "426 says to what to upgrade")
                        .why(
                                "A server that answers 426 names in Upgrade what it asks for; one that answers 400 need not.")
                        .raw(
                                request(upgrade().with("Sec-WebSocket-Version", "8")),
                                named("426 with Upgrade: websocket, or another refusal", 426, "Upgrade", "websocket")),
                must("handshake.answer.405-allow", "RFC 9110 15.5.6", "405 says what is allowed")
                        .why(
                                "A server that answers 405 names in Allow what it takes; one that answers otherwise need not.")
                        .raw(
                                request(upgrade().startLine("POST %s HTTP/1.1")),
                                named("405 with Allow: GET, or another refusal", 405, "Allow", "GET")),
                quality("handshake.answer.every-refusal", "4.2.2", "Refusals of every kind accept nothing")
                        .why("What belongs to 101 has no place in a refusal, and each is whole.")
                        .raw(Sweep.of("refusals", HandshakeRefusalCases::refusals)),
                quality(
                                "handshake.answer.reuse",
                                "RFC 9112 9.3",
                                "A refused connection is closed, or goes on with HTTP")
                        .why("Unless the refusal says close, the next request on the connection is one like any other.")
                        .raw(
                                request(upgrade().without("Sec-WebSocket-Key")),
                                Step.of(
                                        Step.Kind.END,
                                        "the end of TCP, or 101 to a good request that follows",
                                        HandshakeRefusalCases::reuse)));
    }

    /** With another status it is another case's affair. */
    private static Step named(String what, int status, String header, String member) {
        return Step.of(Step.Kind.END, what, conversation -> {
            Answer answer = conversation.answer();
            if (answer.status() == 0) {
                throw Judgement.fail(what, answer.describe());
            }
            if (answer.status() == status && !answer.lists(header, member)) {
                throw Judgement.fail(
                        header + ": " + member, answer.values(header).toString());
            }
        });
    }

    private static List<Row> refusals() {
        List<OpeningRequest> bad = List.of(
                upgrade().without("Sec-WebSocket-Key"),
                upgrade().with("Sec-WebSocket-Key", "short"),
                upgrade().with("Sec-WebSocket-Version", "8"),
                upgrade().without("Sec-WebSocket-Version"),
                upgrade().without("Upgrade"),
                upgrade().without("Connection"),
                upgrade().line("X Y: 1"),
                upgrade().startLine("POST %s HTTP/1.1"));
        return bad.stream()
                .map(one -> new Row(one.describe(), c -> {
                    request(one).run(c);
                    if (c.answer().isSwitching() || c.answer().status() >= 500) {
                        return; // which another case is about
                    }
                    refused(400, 405, 426, 404).run(c);
                    boolean endless = Stream.of("Content-Length", "Transfer-Encoding")
                            .allMatch(name -> c.answer().values(name).isEmpty());
                    if (endless && !(c.next() instanceof Event.Ended)) {
                        throw Judgement.fail(
                                "a length, or the end of TCP (RFC 9112 6.3)",
                                c.answer().describe());
                    }
                    for (String name :
                            List.of("Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol")) {
                        if (!c.answer().values(name).isEmpty()) {
                            throw Judgement.fail(
                                    "a refusal without " + name,
                                    c.answer().values(name).toString());
                        }
                    }
                }))
                .toList();
    }

    private static void reuse(Conversation conversation) throws Judgement {
        Answer first = conversation.answer();
        if (first.status() == 0) {
            throw Judgement.fail("an answer", first.describe());
        }
        conversation.requireBody();
        if (first.isSwitching()
                || first.lists("Connection", "close")
                || first.values("Content-Length").isEmpty()) {
            return; // which was judged just now, or is another case's affair
        }
        conversation.readBytes(
                Integer.parseInt(conversation.answer().first("Content-Length").orElse("0")));
        conversation.send(upgrade().toOutput(conversation.target()));
        Answer second = conversation.readAnswer();
        if (second.status() == 0 && conversation.next() instanceof Event.Ended) {
            return; // a server may end any connection that has no request under way
        }
        Handshakes.accepted(upgrade()).run(conversation);
    }
}
