package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.closeCleanly;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.expectAnyOrder;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How bytes arrive means nothing: frames right behind the request, and everything in writes of one byte. */
final class ArrivalCases {
    private static final String WHY_BEHIND =
            "A client should wait for the answer (4.1); a server that has read more already must not lose it.";
    private static final String WHY_BYTES = "TCP is a stream: where a write ended cannot be seen, and means nothing.";

    private ArrivalCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(behind(), bytewise()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> behind() {
        RawFrame half = text("in two segments");
        return Stream.of(
                behind(
                        "texts-behind",
                        "Three texts in the same segment as the request are echoed",
                        upgrade().followedBy(text("one"), text("two"), text("three")),
                        expect(echo("one"), echo("two"), echo("three"))),
                behind(
                        "ping-behind",
                        "A ping in the same segment as the request is answered",
                        upgrade().followedBy(ping("early")),
                        expect(pong("early"))),
                behind(
                        "fragment-behind",
                        "A first fragment in the same segment as the request is not lost",
                        upgrade().followedBy(text("be").notFinal()),
                        send(continuation("gun")),
                        expect(echo("begun"))),
                behind(
                        "long-behind",
                        "A message of 64 KiB in the same write as the request is echoed",
                        upgrade().followedBy(binary(Payload.bytes(65_536))),
                        expect(echo(false, Payload.bytes(65_536)))),
                behind(
                        "close-behind",
                        "A close frame in the same segment as the request is answered",
                        upgrade().followedBy(close(1000)),
                        closed(1000)),
                behind(
                        "unmasked-behind",
                        "An unmasked frame in the same segment as the request fails the connection",
                        upgrade().followedBy(text("unmasked").unmasked()),
                        failed(1002)),
                quality("handshake.arrival.half-frame-behind", "4.1", "Half a frame in the same segment as the request")
                        .why(WHY_BEHIND)
                        .raw(
                                Step.of(
                                        Step.Kind.OPEN,
                                        "an opening handshake, half a frame behind it, and then the rest",
                                        conversation -> openWithHalf(conversation, half)),
                                expect(echo(half)),
                                closeCleanly()),
                quality("handshake.arrival.bytes-with-frame", "4.1", "A request and a frame byte by byte")
                        .why(WHY_BYTES)
                        .opened(
                                upgrade().followedBy(text("byte by byte")).chopped(1),
                                open(upgrade().followedBy(text("byte by byte")).chopped(1)),
                                expect(echo("byte by byte"))),
                quality("handshake.arrival.every-length", "10.4", "Heads that end where a buffer does are read")
                        .why(WHY_BYTES)
                        .raw(Sweep.of("heads of lengths around powers of two", ArrivalCases::lengths)),
                must("handshake.arrival.request-behind", "5.2", "A second request is no frame")
                        .why("Behind 101 there are frames only; its first letter has a reserved bit and opcode.")
                        .raw(Sweep.of("second requests", ArrivalCases::second)),
                cut("end", "A request cut within its last line end", 1),
                cut("last-line", "A request cut before its empty line", 2),
                cut("headers", "A request cut within a header", 40));
    }

    private static ConformanceCase behind(String name, String title, OpeningRequest request, Step... steps) {
        Step[] all = new Step[steps.length + 1];
        all[0] = open(request);
        System.arraycopy(steps, 0, all, 1, steps.length);
        return quality("handshake.arrival." + name, "4.1", title)
                .why(WHY_BEHIND)
                .opened(request, Arrays.copyOf(all, all.length));
    }

    private static void openWithHalf(Conversation conversation, RawFrame frame) throws Judgement {
        byte[] request = bytes(upgrade(), conversation);
        byte[] whole = new byte[(int) frame.onWire().length()];
        frame.onWire().copy(0, whole, 0, whole.length);
        byte[] first = Arrays.copyOf(request, request.length + 7);
        System.arraycopy(whole, 0, first, request.length, 7);
        conversation.connect();
        conversation.send(Output.bytes("opening handshake and 7 bytes of a frame", first));
        conversation.readAnswer();
        Handshakes.accepted(upgrade()).run(conversation);
        conversation.send(Output.bytes("the rest of the frame", Arrays.copyOfRange(whole, 7, whole.length)));
    }

    private static List<Row> lengths() {
        List<Row> rows = new ArrayList<>();
        for (int border : new int[] {256, 512, 1024, 2048, 4096}) {
            for (int more = -2; more <= 2; more++) {
                int length = border + more;
                rows.add(new Row("a head of " + length + " bytes", conversation -> {
                    open(filled(length, conversation).followedBy(text("behind")))
                            .run(conversation);
                    expect(echo("behind")).run(conversation);
                    closeCleanly().run(conversation);
                }));
            }
        }
        for (int length : new int[] {512, 1024, 2048, 4096, 8000}) {
            rows.add(new Row("a head of " + length + " bytes, and nothing behind it", conversation -> {
                open(filled(length, conversation)).run(conversation);
            }));
        }
        return rows;
    }

    private static OpeningRequest filled(int length, Conversation conversation) {
        int missing = length - bytes(upgrade().bare(), conversation).length - "X: \r\n".length();
        return upgrade().bare().adding("X", "p".repeat(Math.max(0, missing)));
    }

    private static List<Row> second() {
        return List.of(
                new Row("right behind the first", conversation -> {
                    byte[] one = bytes(upgrade(), conversation);
                    byte[] two = Arrays.copyOf(one, 2 * one.length);
                    System.arraycopy(one, 0, two, one.length, one.length);
                    conversation.connect();
                    conversation.send(Output.bytes("two requests", two));
                    conversation.readAnswer();
                    Handshakes.accepted(upgrade()).run(conversation);
                    failed(1002).run(conversation);
                }),
                new Row("when the first is answered", conversation -> {
                    open(upgrade()).run(conversation);
                    conversation.send(Output.bytes("a request", bytes(upgrade(), conversation)));
                    failed(1002).run(conversation);
                }),
                new Row("behind a text", conversation -> {
                    open(upgrade()).run(conversation);
                    send(text("good")).run(conversation);
                    expect(echo("good")).run(conversation);
                    conversation.send(Output.bytes("a request", bytes(upgrade(), conversation)));
                    failed(1002).run(conversation);
                }));
    }

    private static ConformanceCase cut(String name, String what, int fromEnd) {
        return must("handshake.arrival.cut-" + name, "4.2.1", what + " is accepted")
                .why(WHY_BYTES)
                .raw(
                        Step.of(Step.Kind.OPEN, "an opening handshake in two writes", conversation -> {
                            byte[] request = bytes(upgrade(), conversation);
                            int at = request.length - fromEnd;
                            conversation.connect();
                            conversation.send(Output.bytes("first part", Arrays.copyOf(request, at)));
                            open(upgrade()).run(conversation.another()); // by then it has read the first part
                            conversation.send(Output.bytes("rest", Arrays.copyOfRange(request, at, request.length)));
                            conversation.readAnswer();
                        }),
                        Handshakes.accepted(upgrade()),
                        send(text("x")),
                        expect(echo("x")),
                        closeCleanly());
    }

    private static byte[] bytes(OpeningRequest request, Conversation conversation) {
        Output output = request.toOutput(conversation.target());
        byte[] all = new byte[(int) output.parts().get(0).bytes().length()];
        output.parts().get(0).bytes().copy(0, all, 0, all.length);
        return all;
    }

    private static Stream<ConformanceCase> bytewise() {
        Payload binary = Payload.bytes(300);
        return Stream.of(
                bytewise("text", "A text", chopped(1, text("byte by byte")), expect(echo("byte by byte"))),
                bytewise(
                        "binary-16",
                        "A frame with a 16-bit length",
                        chopped(1, binary(binary)),
                        expect(echo(false, binary))),
                bytewise(
                        "fragments",
                        "Two fragments and a ping between",
                        chopped(1, text("be").notFinal(), ping("x"), continuation("gun")),
                        expectAnyOrder(pong("x"), echo("begun"))),
                bytewise(
                        "several",
                        "Five frames of every kind",
                        chopped(1, text("a"), ping("b"), binary(Payload.of("c")), RawFrame.pong("d"), text("")),
                        expectAnyOrder(echo("a"), pong("b"), echo(false, Payload.of("c")), echo(""))),
                must("robustness.bytes.unmasked", "5.1", "An unmasked frame byte by byte fails the connection")
                        .why("The second byte of the header says it.")
                        .connected(chopped(1, text("x").unmasked()), failed(1002)),
                must("robustness.bytes.bad-text", "8.1", "Text that is not UTF-8, byte by byte, fails the connection")
                        .why(WHY_BYTES)
                        .connected(
                                chopped(1, text(Payload.hex("6162ff63"))),
                                failed(1007).tolerating(1002, "it says less well what was wrong")));
    }

    private static ConformanceCase bytewise(String name, String what, Step sending, Step expected) {
        return must("robustness.bytes." + name, "5.2", what + " in writes of one byte each")
                .why(WHY_BYTES)
                .connected(sending, expected);
    }
}
