package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.OpeningRequest.upgrade;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands behind a request that is no opening handshake: another request, a body, frames, or what is no HTTP. */
final class BehindRequestCases {
    private static final String SWITCH = "HTTP/1.1 101";

    private BehindRequestCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("handshake.behind.every-close", "RFC 9112 9.6", "Behind Connection: close no request is processed")
                        .why("Whoever said close has sent its last request; what follows may be somebody else's bytes.")
                        .raw(Sweep.of("good handshakes behind a request with close", BehindRequestCases::closed)),
                must("handshake.behind.every-body", "RFC 9112 9.3", "A handshake in a body is no request")
                        .why("The server reads the whole body, or ends TCP behind the answer.")
                        .raw(Sweep.of("good handshakes in the body of another request", BehindRequestCases::bodies)),
                must("handshake.behind.every-one", "RFC 9112 9.2", "A refused request has one answer, whatever follows")
                        .why(
                                "Frames behind it have no connection to belong to, and other bytes no answer to take away.")
                        .raw(Sweep.of("bytes behind a request that is refused", BehindRequestCases::answered)),
                should("handshake.behind.every-bad", "RFC 9112 2.2", "Behind what is no HTTP nothing is processed")
                        .why("Where one request ends and the next begins is not known any more.")
                        .alone()
                        .raw(Sweep.of("good handshakes behind what is no HTTP", BehindRequestCases::bad)),
                must("handshake.http.every-old", "RFC 9112 6.1", "HTTP/1.0 is answered without chunks, and without 1xx")
                        .why("A client of HTTP/1.0 knows neither (RFC 9110 15.2).")
                        .raw(Sweep.of("requests of HTTP/1.0", BehindRequestCases::old)));
    }

    private static OpeningRequest plain(String options) {
        return upgrade()
                .bare()
                .without("Upgrade")
                .without("Sec-WebSocket-Key")
                .without("Sec-WebSocket-Version")
                .with("Connection", options);
    }

    private static List<Row> closed() {
        return Stream.of(
                        plain("close"),
                        plain("keep-alive, close"),
                        plain("Close"),
                        plain("x").adding("Connection", "close"),
                        plain("close").startLine("GET /parley-nowhere HTTP/1.1"),
                        upgrade().without("Sec-WebSocket-Key").with("Connection", "Upgrade, close"),
                        upgrade().with("Sec-WebSocket-Version", "8").with("Connection", "close, Upgrade"),
                        plain("x").startLine("GET %s HTTP/1.0"))
                .map(one -> new Row(one.describe(), conversation -> {
                    requireNothing(Replies.behindFirst(both(one, conversation), conversation));
                }))
                .toList();
    }

    private static String both(OpeningRequest first, Conversation conversation) {
        return Replies.text(first, conversation) + Replies.text(upgrade(), conversation);
    }

    private static void requireNothing(String rest) throws Judgement {
        if (!rest.isEmpty()) {
            throw Judgement.fail("nothing behind the answer", shown(rest));
        }
    }

    private static void requireNoSwitch(String rest) throws Judgement {
        if (rest.contains(SWITCH)) {
            throw Judgement.fail("no 101 behind the answer", shown(rest));
        }
    }

    private static String shown(String rest) {
        String line = rest.split("\r\n", 2)[0];
        return rest.length() + " bytes that begin with " + line.substring(0, Math.min(line.length(), 40));
    }

    private static List<Row> bodies() {
        List<Row> rows = new ArrayList<>();
        for (OpeningRequest one : List.of(
                plain("keep-alive").startLine("POST %s HTTP/1.1"),
                plain("keep-alive").startLine("PUT %s HTTP/1.1"),
                plain("keep-alive").startLine("POST /parley-nowhere HTTP/1.1"),
                plain("keep-alive"),
                upgrade().without("Upgrade"),
                upgrade().without("Sec-WebSocket-Key"),
                upgrade().with("Sec-WebSocket-Version", "8"),
                upgrade().startLine("POST %s HTTP/1.1"))) {
            rows.add(new Row(one.describe() + ", with a length", conversation -> {
                String body = Replies.text(upgrade(), conversation);
                OpeningRequest request = one.adding("Content-Length", Integer.toString(body.length()));
                requireNothing(Replies.behindFirst(Replies.text(request, conversation) + body, conversation));
            }));
            rows.add(new Row(one.describe() + ", in chunks", conversation -> {
                String body = Replies.text(upgrade(), conversation);
                OpeningRequest request = one.adding("Transfer-Encoding", "chunked");
                String chunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
                requireNothing(Replies.behindFirst(Replies.text(request, conversation) + chunks, conversation));
            }));
        }
        return rows;
    }

    private static List<Row> answered() {
        List<Row> rows = new ArrayList<>();
        OpeningRequest frames = upgrade().without("Sec-WebSocket-Key");
        List<RawFrame> some = List.of(RawFrame.text("x"), RawFrame.close(1000));
        for (OpeningRequest one : List.of(
                frames,
                upgrade().with("Sec-WebSocket-Key", "short"),
                upgrade().with("Sec-WebSocket-Version", "8"),
                upgrade().without("Upgrade"),
                upgrade().without("Host"),
                upgrade().with("Host", "a b"),
                upgrade().line("X-Spaced : 1"),
                upgrade().adding("Origin", "http://parley-conformance.example"),
                upgrade().startLine("GET /parley-nowhere HTTP/1.1"),
                upgrade().startLine("POST %s HTTP/1.1"))) {
            rows.add(new Row(
                    one.describe(),
                    conversation ->
                            requireNothing(Replies.behindFirst(Replies.text(one, conversation), conversation))));
            OpeningRequest followed = one.followedBy(some.toArray(RawFrame[]::new));
            rows.add(new Row(
                    followed.describe(),
                    conversation ->
                            requireAnswers(Replies.behindFirst(Replies.text(followed, conversation), conversation))));
        }
        for (String garbage : List.of(
                "\r\n\r\n\r\n", "\u0000\u0001\u0002\u0003", "no HTTP\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000")) {
            rows.add(new Row(
                    "bytes that are no HTTP behind it",
                    conversation -> requireAnswers(
                            Replies.behindFirst(Replies.text(frames, conversation) + garbage, conversation))));
        }
        return rows;
    }

    /** What is no HTTP may have its own answer: one, and not 101. */
    private static void requireAnswers(String rest) throws Judgement {
        if (!rest.isEmpty() && !rest.matches("(?s)HTTP/1\\.1 [45][0-9][0-9] .*")) {
            throw Judgement.fail("nothing but a refusal behind the answer", shown(rest));
        }
    }

    private static List<Row> bad() {
        List<OpeningRequest> all = List.of(
                upgrade().startLine("NONSENSE"),
                upgrade().startLine("GET"),
                upgrade().startLine("GET %s HTTP/x.y"),
                upgrade().startLine("GET %s x HTTP/1.1"),
                upgrade().startLine("\u0016\u0003\u0001\u0002"),
                upgrade().line("X-Nothing"),
                upgrade().line("X\u0000Y: 1"),
                upgrade().line("X(Y): 1"),
                upgrade().line("X-Spaced : 1"),
                upgrade().with("Host", "a b"),
                upgrade().adding("Content-Length", "five"),
                upgrade().adding("Transfer-Encoding", "nobody"));
        return all.stream()
                .map(one -> new Row(
                        one.describe(),
                        conversation -> requireNoSwitch(Replies.behindFirst(both(one, conversation), conversation))))
                .toList();
    }

    private static List<Row> old() {
        OpeningRequest plain = plain("x").startLine("GET %s HTTP/1.0");
        return Stream.of(
                        plain,
                        upgrade().startLine("GET %s HTTP/1.0"),
                        upgrade().startLine("GET %s HTTP/1.0").adding("Expect", "100-continue"),
                        upgrade().startLine("GET %s HTTP/1.0").without("Host"),
                        upgrade().startLine("GET /parley-nowhere HTTP/1.0"),
                        upgrade().startLine("POST %s HTTP/1.0"),
                        plain.startLine("GET /parley-nowhere HTTP/1.0"),
                        plain.startLine("POST %s HTTP/1.0").adding("Content-Length", "0"),
                        plain.startLine("POST %s HTTP/1.0")
                                .adding("Content-Length", "0")
                                .adding("Expect", "100-continue"))
                .map(one -> new Row(one.describe(), conversation -> {
                    String head = Replies.all(Replies.text(one, conversation), conversation)
                            .split("\r\n\r\n", 2)[0];
                    if (!head.matches("(?s)HTTP/1\\.[01] (101|[2-5][0-9][0-9]) .*")) {
                        throw Judgement.fail("an answer of HTTP without another before it", shown(head));
                    }
                    if (head.matches("(?is).*\r\nTransfer-Encoding:.*")) {
                        throw Judgement.fail("an answer without Transfer-Encoding", shown(head));
                    }
                }))
                .toList();
    }
}
