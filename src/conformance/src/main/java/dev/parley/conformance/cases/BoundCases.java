package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** More than anybody can take (10.4): refused early, and with the code that says so. */
final class BoundCases {
    private static final long TEBIBYTE = 1L << 40;
    private static final int MIB = 1 << 20;
    private static final int TOO_LARGE = 431;
    private static final int ERROR = 400;

    private BoundCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(frames(), fragments(), heads()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> frames() {
        RawFrame more = continuation(Payload.EMPTY).length(BITS_64);
        return Stream.of(
                early("text", "A text of 2^40 bytes", text("").length(BITS_64).declaring(TEBIBYTE)),
                early(
                        "binary",
                        "A binary message of 2^40 bytes",
                        binary(Payload.EMPTY).length(BITS_64).declaring(TEBIBYTE)),
                early(
                        "fragment",
                        "A first fragment of 2^40 bytes",
                        text("").length(BITS_64).declaring(TEBIBYTE).notFinal()),
                early(
                        "continuation",
                        "A continuation of 2^40 bytes",
                        text("begun").notFinal(),
                        more.declaring(TEBIBYTE)),
                early(
                        "sum",
                        "Fragments whose sum is beyond 63 bits",
                        text("begun").notFinal(),
                        more.declaring(Long.MAX_VALUE)));
    }

    private static ConformanceCase early(String name, String what, RawFrame... frames) {
        return quality("limits.frame." + name, "10.4", what + " is refused by its header")
                .why("Nobody can take a tebibyte: the header says enough, and the payload never comes.")
                .connected(
                        send(frames),
                        failed(1009)
                                .tolerating(1002, "it says less well what was wrong")
                                .told());
    }

    private static Stream<ConformanceCase> fragments() {
        Payload ascii = Payload.ascii(20_000);
        RawFrame empty = continuation("").notFinal();
        return Stream.of(
                quality("limits.fragments.one-byte", "10.4", "A text of 20000 fragments comes back, or is refused")
                        .why("1008 and 1009 say that it was too many; anything else is a failure.")
                        .tags("performance")
                        .connected(
                                Fragments.send(text(ascii), 1),
                                expect(echo(true, ascii).limitedBy(1008, 1009))),
                quality("limits.fragments.empty", "10.4", "A text with 50000 empty fragments comes back, or is refused")
                        .why("Fragments that add nothing cost all the same: 1008 and 1009 say that it was too many.")
                        .tags("performance")
                        .connected(
                                Step.of(
                                        Step.Kind.SEND,
                                        "a text with 50000 empty fragments in the middle",
                                        conversation -> conversation.post(emptyFragments(empty, 50_000))),
                                expect(echo("begun ended").limitedBy(1008, 1009))));
    }

    private static Output emptyFragments(RawFrame empty, int count) {
        byte[] one = new byte[(int) empty.onWire().length()];
        empty.onWire().copy(0, one, 0, one.length);
        return new Output(
                List.of(
                        new Output.Part(
                                "first fragment", text("begun ").notFinal().onWire()),
                        new Output.Part(count + " empty fragments", Payload.cycle(one, count)),
                        new Output.Part("last fragment", continuation("ended").onWire())),
                0);
    }

    private static Stream<ConformanceCase> heads() {
        return Stream.of(
                head("header-64k", "A header of 64 KiB", upgrade().adding("X-Long", "p".repeat(64 * 1024))),
                head("headers-64k", "1000 headers", padded(1000)),
                head(
                        "target-64k",
                        "A target of 64 KiB",
                        upgrade().startLine("GET %s?" + "p".repeat(64 * 1024) + " HTTP/1.1")),
                head("extensions-64k", "An offer of 64 KiB", upgrade().offering("x; " + "a=1; ".repeat(13_000) + "b")),
                head(
                        "subprotocols-64k",
                        "64 KiB of subprotocols",
                        upgrade().bare().adding("Sec-WebSocket-Protocol", "p".repeat(60) + ", p".repeat(22_000))),
                endless("line-endless", "A first line without end", "GET /", 'a'),
                endless("header-endless", "A header without end", "GET / HTTP/1.1\r\nX-Endless: ", 'a'));
    }

    private static OpeningRequest padded(int count) {
        OpeningRequest request = upgrade();
        for (int i = 0; i < count; i++) {
            request = request.line("X-Padding-" + i + ": " + "p".repeat(50));
        }
        return request;
    }

    private static ConformanceCase head(String name, String what, OpeningRequest request) {
        return quality("limits.head." + name, "10.4", what + " in the request: taken, or refused with an answer")
                .why("A server may take that much; if not, 431 or 414 says why. An end without an answer says nothing.")
                .raw(
                        Step.of(Step.Kind.OPEN, request.describe(), conversation -> {
                            conversation.connect();
                            conversation.post(request.toOutput(conversation.target()));
                            conversation.readAnswer();
                        }),
                        Step.of(Step.Kind.END, "101, or refusal with 431, 414, 413 or 400", BoundCases::judgeHead));
    }

    private static void judgeHead(Conversation conversation) throws Judgement {
        judgeAnswer(conversation);
        proveAlive(conversation);
    }

    private static void judgeAnswer(Conversation conversation) throws Judgement {
        Answer answer = conversation.answer();
        if (answer.isSwitching()) {
            Closings.closeCleanly().run(conversation);
        } else if (answer.status() == 0 && conversation.next() instanceof Event.Ended) {
            conversation.allow("ended the connection without an answer, where 431 says why"); // or RST overtook it
        } else if (answer.status() < ERROR || answer.status() >= 500) {
            throw Judgement.fail("101, or refusal with 431, 414, 413 or 400", answer.describe());
        }
    }

    /** Sends a mebibyte of it: a server that takes all of that will take anything. */
    private static ConformanceCase endless(String name, String what, String begin, char filler) {
        Payload rest = Payload.repeat(filler, MIB);
        return quality("limits.head." + name, "10.4", what + " is refused before a mebibyte has come")
                .why("A client that never ends its request must not be able to fill the server's memory.")
                .raw(
                        Step.of(Step.Kind.OPEN, what + ": a mebibyte of it", conversation -> {
                            conversation.connect();
                            conversation.post(Output.bytes("begin", begin.getBytes(StandardCharsets.ISO_8859_1)));
                            conversation.post(new Output(List.of(new Output.Part("a mebibyte", rest)), 0));
                            conversation.readAnswer();
                        }),
                        Step.of(
                                Step.Kind.END,
                                "refusal with 431, 414 or 400, or the end of the connection",
                                BoundCases::judgeEndless));
    }

    private static void judgeEndless(Conversation conversation) throws Judgement {
        judgeEnd(conversation);
        proveAlive(conversation);
    }

    private static void judgeEnd(Conversation conversation) throws Judgement {
        int status = conversation.answer().status();
        if (status == 0 && conversation.next() instanceof Event.Ended) {
            conversation.allow("ended the connection without an answer, where " + TOO_LARGE + " says why");
        } else if (status < ERROR || status >= 500) {
            throw Judgement.fail(
                    "refusal with 431, 414 or 400", conversation.answer().describe());
        }
    }

    /** Proves the server alive on a connection of its own. */
    static void proveAlive(Conversation conversation) throws Judgement {
        Conversation other = conversation.another();
        Handshakes.open(upgrade()).run(other);
        Steps.send(text("alive")).run(other);
        expect(echo("alive")).run(other);
    }
}
