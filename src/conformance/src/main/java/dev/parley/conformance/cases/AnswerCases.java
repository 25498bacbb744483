package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.OpeningRequest.upgrade;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.util.List;
import java.util.stream.Stream;

/** What an answer carries, and what it must not, to requests of every kind. */
final class AnswerCases {
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private AnswerCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("handshake.answer.every-accepted", "RFC 9110 8.6", "No answer that switches protocols has a body")
                        .why("Frames begin right behind the head, whatever the request has asked for besides.")
                        .raw(Sweep.of("requests that are accepted", AnswerCases::accepted)),
                must("handshake.answer.every-named", "RFC 9110 15.5", "Refusals say what they have to by their status")
                        .why(
                                "405 says Allow, 426 Upgrade and 401 WWW-Authenticate; what is said of the connection stands in Connection.")
                        .raw(Sweep.of("requests that are refused", () -> refused(AnswerCases::requireNamed))),
                must("handshake.answer.every-400", "RFC 9112 3.2", "What HTTP answers with 400 is answered with 400")
                        .why("Where a rule names the status, no other tells the client what is wrong.")
                        .raw(Sweep.of("requests that are refused with 400", AnswerCases::badRequests)),
                must("handshake.answer.414", "RFC 9112 3", "A target that is too long is refused with 414")
                        .why("A server that takes it passes; one that does not has a status to say so.")
                        .raw(Sweep.of("long targets", AnswerCases::longTargets)),
                quality("handshake.answer.every-end", "RFC 9112 9.3", "A refusal that ends the connection says so")
                        .why("A client that is not told sends its next request into nothing.")
                        .raw(Sweep.of("requests that are refused", () -> refused(AnswerCases::requireTold))),
                quality(
                                "handshake.answer.every-offer-refused",
                                "4.2.2",
                                "A refusal takes nothing of what the request has offered")
                        .why("What belongs to 101 has no place in a refusal; and it is whole, or ends the connection.")
                        .raw(Sweep.of("requests that are refused", () -> refused(AnswerCases::requireNothingTaken))),
                must("handshake.answer.head-body", "RFC 9110 9.3.2", "An answer to HEAD has no body")
                        .why("Whoever sent HEAD takes what stands behind the head for the next answer.")
                        .raw(
                                request(upgrade().startLine("HEAD %s HTTP/1.1")),
                                Step.of(Step.Kind.END, "an answer without body", AnswerCases::requireNoBody)));
    }

    private static List<Row> accepted() {
        OpeningRequest bare = upgrade().bare();
        return Stream.of(
                        upgrade(),
                        bare,
                        bare.adding(PROTOCOLS, "chat, echo"),
                        upgrade().offering("permessage-deflate"),
                        bare.adding(PROTOCOLS, "echo, chat").offering("permessage-deflate; client_max_window_bits"),
                        upgrade().offering("x-nobody"),
                        bare.adding(PROTOCOLS, "x-nobody"),
                        upgrade().adding("Origin", "%u://%h"),
                        upgrade().adding("Content-Length", "0"),
                        upgrade().adding("Cookie", "a=b"),
                        upgrade().adding("Accept-Encoding", "gzip, deflate"),
                        upgrade().with("Connection", "keep-alive, Upgrade"),
                        upgrade().startLine("GET %s?a=b HTTP/1.1"),
                        upgrade().startLine("GET %u://%h%s HTTP/1.1"),
                        upgrade().chopped(20))
                .map(one -> new Row(one.describe(), conversation -> {
                    open(one).run(conversation);
                    requireBare(conversation.answer());
                    Steps.send(RawFrame.text("x")).run(conversation);
                    Steps.expect(Expected.echo("x")).run(conversation);
                }))
                .toList();
    }

    private static void requireBare(Answer answer) throws Judgement {
        requireOptions(answer);
        if (!answer.startLine().startsWith("HTTP/1.1 101 ")) {
            throw Judgement.fail("HTTP/1.1 101", answer.startLine());
        }
        for (String name : List.of("Content-Length", "Transfer-Encoding", "Trailer")) {
            if (!answer.values(name).isEmpty()) {
                throw Judgement.fail("101 without " + name, answer.values(name).toString());
            }
        }
    }

    private interface Check {
        void of(Conversation conversation) throws Judgement;
    }

    /** Each with offers that a good request would have answered. */
    private static List<Row> refused(Check check) {
        OpeningRequest good = upgrade().bare().adding(PROTOCOLS, "echo, chat").offering("permessage-deflate");
        return Stream.of(
                        good.without("Sec-WebSocket-Key"),
                        good.with("Sec-WebSocket-Key", "short"),
                        good.adding("Sec-WebSocket-Key", OpeningRequest.KEY),
                        good.with("Sec-WebSocket-Version", "8"),
                        good.with("Sec-WebSocket-Version", "x"),
                        good.without("Sec-WebSocket-Version"),
                        good.without("Upgrade"),
                        good.with("Upgrade", "h2c"),
                        good.without("Connection"),
                        good.with("Connection", "keep-alive"),
                        good.without("Host"),
                        good.adding("Host", "%h"),
                        upgrade().bare().adding(PROTOCOLS, "echo, chat").offering("x; ="),
                        good.adding(PROTOCOLS, "a b"),
                        good.adding("Origin", "http://parley-conformance.example"),
                        good.adding("Content-Length", "5"),
                        good.line("X Y: 1"),
                        good.line("X-Folded: 1\r\n 2"),
                        good.startLine("POST %s HTTP/1.1"),
                        good.startLine("PUT %s HTTP/1.1"),
                        good.startLine("OPTIONS %s HTTP/1.1"),
                        good.startLine("GET %s HTTP/2.0"),
                        good.startLine("GET %s x HTTP/1.1"),
                        good.startLine("GET %s#x HTTP/1.1"))
                .map(one -> new Row(one.describe(), conversation -> {
                    request(one).run(conversation);
                    Answer answer = conversation.answer();
                    if (!answer.isSwitching() && answer.status() >= 400 && answer.status() < 500) {
                        check.of(conversation); // how it answers at all is asked elsewhere
                    }
                }))
                .toList();
    }

    /** RFC 9112 3.2 on Host, 5.1 on white space before a colon, 6.3 on lengths, behind which TCP ends. */
    private static List<Row> badRequests() {
        List<OpeningRequest> open = List.of(
                upgrade().without("Host"),
                upgrade().without("Host").startLine("GET %u://%h%s HTTP/1.1"),
                upgrade().adding("Host", "%h"),
                upgrade().adding("Host", "parley.example"),
                upgrade().adding("host", ""),
                upgrade().with("Host", "a b"),
                upgrade().line("X-Spaced : 1"),
                upgrade().line("X-Tabbed\t: 1"),
                upgrade().without("Upgrade").line("Upgrade : websocket"));
        List<OpeningRequest> ended = Stream.of("five", "-1", "+0", "0x0", "0,5", "0 0")
                .map(length -> upgrade().adding("Content-Length", length))
                .toList();
        return Stream.concat(
                        open.stream().map(one -> badRequest(one, false)),
                        ended.stream().map(one -> badRequest(one, true)))
                .toList();
    }

    private static List<Row> longTargets() {
        return Stream.of(9_000, 17_000, 33_000, 66_000)
                .map(length -> new Row(length + " bytes", conversation -> {
                    conversation.connect();
                    OpeningRequest request = upgrade().startLine("GET %s?" + "q".repeat(length) + " HTTP/1.1");
                    conversation.post(request.toOutput(conversation.target()));
                    Answer answer = conversation.readAnswer();
                    if (answer.status() >= 400 && answer.status() != 414) { // RST may overtake the answer
                        throw Judgement.fail("refusal with 414", answer.describe());
                    }
                }))
                .toList();
    }

    /** The next request on the connection is answered, unless the refusal has said that none would be. */
    private static void requireTold(Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        conversation.requireBody();
        List<String> length = answer.values("Content-Length");
        if (answer.lists("Connection", "close") || length.isEmpty()) {
            return;
        }
        conversation.readBytes(Integer.parseInt(length.get(0)));
        conversation.send(upgrade().toOutput(conversation.target()));
        if (conversation.readAnswer().status() == 0) {
            throw Judgement.fail("an answer to the next request, or Connection: close before", "the end of TCP");
        }
    }

    private static Row badRequest(OpeningRequest request, boolean ends) {
        return new Row(request.describe(), conversation -> {
            conversation.connect();
            conversation.send(request.toOutput(conversation.target()));
            if (ends) { // and a good one behind it, which nobody answers
                conversation.send(upgrade().toOutput(conversation.target()));
            }
            Answer answer = conversation.readAnswer();
            if (answer.status() < 400) {
                return; // which is another case's affair
            }
            if (answer.status() != 400) {
                throw Judgement.fail("refusal with 400", answer.describe());
            }
            conversation.requireBody();
            if (ends && !(conversation.next() instanceof Event.Ended)) {
                throw Judgement.fail("the end of TCP behind 400 (RFC 9112 6.3)", "an open connection");
            }
        });
    }

    private static void requireNamed(Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        requireOptions(answer);
        switch (answer.status()) {
            case 401 -> requireOne(answer, "WWW-Authenticate");
            case 405 -> requireMember(answer, "Allow", "GET");
            case 426 -> requireMember(answer, "Upgrade", "websocket");
            default -> {}
        }
    }

    /** RFC 9110 7.6.1, 7.8: what is about the connection is named in Connection. */
    private static void requireOptions(Answer answer) throws Judgement {
        for (String option : List.of("Upgrade", "Keep-Alive")) {
            if (!answer.values(option).isEmpty() && !answer.lists("Connection", option)) {
                throw Judgement.fail(
                        "Connection: " + option + " beside " + option + " (RFC 9110 7.6.1)",
                        answer.values("Connection").toString());
            }
        }
    }

    private static void requireMember(Answer answer, String name, String member) throws Judgement {
        if (!answer.lists(name, member)) {
            throw Judgement.fail(answer.status() + " with " + name + ": " + member, "" + answer.values(name));
        }
    }

    private static void requireOne(Answer answer, String name) throws Judgement {
        if (answer.values(name).isEmpty()) {
            throw Judgement.fail(answer.status() + " with " + name, answer.describe());
        }
    }

    private static void requireNothingTaken(Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        for (String name : List.of("Sec-WebSocket-Accept", EXTENSIONS, PROTOCOLS)) {
            if (!answer.values(name).isEmpty()) {
                throw Judgement.fail(
                        "a refusal without " + name, answer.values(name).toString());
            }
        }
        Handshakes.refused(answer.status()).run(conversation);
    }

    /** By the time that a whole conversation on another connection is over, a body would be here. */
    private static void requireNoBody(Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        if (answer.status() == 0 || answer.isSwitching()) {
            throw Judgement.fail("a refusal", answer.describe());
        }
        BoundCases.proveAlive(conversation);
        byte[] came = conversation.readBytes(0);
        if (came.length > 0) {
            throw Judgement.fail("no body (RFC 9110 9.3.2)", came.length + " bytes");
        }
    }
}
