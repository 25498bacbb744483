package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.Handshakes.takenOrRefused;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.check;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;
import static dev.parley.conformance.verdict.Level.SHOULD;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Heads of HTTP read and written to the letter: what servers did wrong that nobody had thought of (decision 0325). */
final class HandshakeReadingCases {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    private HandshakeReadingCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(bad(), good(), answers()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> bad() {
        OpeningRequest hidden = upgrade().bare().adding("X-Cr", "a\r" + PROTOCOL + ": chat, echo");
        return Stream.of(
                bad(
                        SHOULD,
                        "http.two-digits",
                        "RFC 9112 2.3",
                        "HTTP/1.10, which is no version",
                        upgrade().startLine("GET %s HTTP/1.10"),
                        400,
                        505),
                bad(
                        SHOULD,
                        "target.no-slash",
                        "RFC 9112 3.2",
                        "A target that begins without a slash",
                        upgrade().startLine("GET chat HTTP/1.1"),
                        400,
                        404),
                bad(
                        MUST,
                        "version.nul",
                        "RFC 9110 5.5",
                        "A NUL between the digits of the version",
                        upgrade().with("Sec-WebSocket-Version", "1\u00003"),
                        400,
                        426),
                bad(
                        MUST,
                        "header.folded-word",
                        "RFC 9112 5.2",
                        "An Upgrade in two lines that are one word only if nothing stands for the fold",
                        upgrade().without("Upgrade").line("Upgrade: web\r\n socket"),
                        400,
                        426),
                must("handshake.header.cr-line", "RFC 9112 2.2", "A CR without LF begins no other header")
                        .why("The reader refuses it or takes it for a space: what stands behind it was never a header.")
                        .raw(request(hidden), takenOrRefused(hidden, "", 400)),
                must("handshake.header.nul-ends", "RFC 9110 5.5", "A NUL ends no value")
                        .why("The reader refuses it or takes it for a space: what stands behind it is read, too.")
                        .raw(Sweep.of("values with a NUL and more behind it", HandshakeReadingCases::nulls)));
    }

    /** With a space for the NUL none is what it was before it, so only what a request can do without may be overlooked. */
    private static List<Row> nulls() {
        List<Row> rows = new ArrayList<>();
        for (String name : List.of("Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Host")) {
            String value = upgrade().values(name).get(0) + "\u0000x";
            rows.add(Sweep.bad(name, upgrade().with(name, value), 400, 426));
        }
        OpeningRequest subprotocol = upgrade().bare().adding(PROTOCOL, "chat\u0000x");
        OpeningRequest extension = upgrade().bare().adding("Sec-WebSocket-Extensions", "permessage-deflate\u0000x");
        for (OpeningRequest either : List.of(subprotocol, extension)) {
            rows.add(new Row(either.describe(), conversation -> {
                request(either).run(conversation);
                takenOrRefused(either, "", 400).run(conversation);
            }));
        }
        return rows;
    }

    private static ConformanceCase bad(
            Level level, String name, String section, String what, OpeningRequest request, int... statuses) {
        return at(level, "handshake." + name, section, what + " is refused")
                .why("It has no meaning in the grammar of HTTP; who forgives it guesses one.")
                .handshake(request, refused(statuses));
    }

    private static Stream<ConformanceCase> good() {
        return Stream.of(
                good(
                        MUST,
                        "space.tab",
                        "RFC 9110 5.5",
                        "A tab behind the colon is white space",
                        upgrade()
                                .without("Upgrade")
                                .line("Upgrade:\twebsocket")
                                .without("Connection")
                                .line("Connection:\tUpgrade")),
                good(
                        QUALITY,
                        "target.long",
                        "RFC 9112 3",
                        "A target of 4000 characters is accepted",
                        upgrade().startLine("GET %s?" + "q".repeat(4000) + " HTTP/1.1")),
                good(
                        QUALITY,
                        "header.unknown-sec",
                        "4.2.1",
                        "Unknown headers whose names begin with Sec-WebSocket are ignored",
                        upgrade()
                                .adding("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                                .adding("Sec-WebSocket-Origin", "http://parley.example")));
    }

    private static ConformanceCase good(
            Level level, String name, String section, String title, OpeningRequest request) {
        return at(level, "handshake." + name, section, title)
                .why("The request keeps every rule, in one of its legal forms.")
                .opened(request, open(request), send(text("x")), expect(echo("x")));
    }

    private static Stream<ConformanceCase> answers() {
        return Stream.of(
                must("handshake.answer.status-space", "RFC 9112 4", "A space stands behind the status")
                        .why("The status line has it even if no phrase follows.")
                        .connected(check("101 and a space", conversation -> {
                            String line = conversation.answer().startLine();
                            if (!line.contains(" 101 ")) {
                                throw Judgement.fail("101 and a space", line);
                            }
                        })),
                must("handshake.answer.refusal-length", "RFC 9110 8.6", "A refusal is as long as it says")
                        .why("A client that waits for the rest of it would wait in vain.")
                        .raw(
                                request(upgrade().without("Sec-WebSocket-Key")),
                                Step.of(
                                        Step.Kind.END,
                                        "a refusal with as many bytes as its Content-Length says, if it has one",
                                        HandshakeReadingCases::requireBody)));
    }

    private static void requireBody(Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        if (answer.status() == 0 || answer.isSwitching()) {
            throw Judgement.fail("a refusal", answer.describe()); // with what status is asked elsewhere
        }
        List<String> lengths = answer.values("Content-Length");
        if (lengths.isEmpty()) {
            return;
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,5}")) {
            throw Judgement.fail("one Content-Length, of up to five digits", lengths.toString());
        }
        int length = Integer.parseInt(lengths.get(0));
        int came = conversation.readBytes(length).length;
        if (came < length) {
            throw Judgement.fail("a body of " + length + " bytes", came + " bytes");
        }
    }
}
