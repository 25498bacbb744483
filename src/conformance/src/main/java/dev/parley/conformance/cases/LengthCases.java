package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.pong;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.Arrays;
import java.util.stream.Stream;

/** The three forms of a length (5.2), and lengths that nobody can mean. */
final class LengthCases {
    private LengthCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(forms(), overflows(), splits()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> forms() {
        return Stream.of(
                wide("binary-125-16", binary(Payload.bytes(125)).length(BITS_16)),
                wide("binary-65535-64", binary(Payload.bytes(65_535)).length(BITS_64)),
                wide(
                        "continuation-16",
                        text("Hel").notFinal(),
                        continuation("lo").length(BITS_16)),
                narrow(
                        "pong-16",
                        "A pong of 5 bytes with a 16-bit length",
                        pong("Hello").length(BITS_16)),
                narrow(
                        "ping-64",
                        "A ping of 5 bytes with a 64-bit length",
                        ping("Hello").length(BITS_64)),
                narrow("ping-empty-16", "An empty ping with a 16-bit length", ping("").length(BITS_16)),
                wide("text-16", text("Hello").length(BITS_16)),
                wide("text-64", text("Hello").length(BITS_64)),
                wide("text-300-64", text(Payload.ascii(300)).length(BITS_64)),
                wide("empty-16", text("").length(BITS_16)),
                narrow(
                        "ping-16",
                        "A ping of 5 bytes with a 16-bit length",
                        ping("Hello").length(BITS_16)));
    }

    /** Lengths that turn into others in a variable that is too small. */
    private static Stream<ConformanceCase> overflows() {
        return Stream.of(
                topBit("top-bit", binary(Payload.EMPTY).length(BITS_64).declaring(Long.MIN_VALUE)),
                topBit("top-bit-text", text("Hello").length(BITS_64).declaring(Long.MIN_VALUE + 5)),
                topBit("top-bit-all", binary(Payload.EMPTY).length(BITS_64).declaring(-1)),
                topBit(
                        "top-bit-continuation",
                        text("Hel").notFinal(),
                        continuation("lo").length(BITS_64).declaring(Long.MIN_VALUE + 2)),
                control(
                        "top-bit-ping",
                        "A ping whose 64-bit length has its top bit set",
                        ping("Hello").length(BITS_64).declaring(Long.MIN_VALUE + 5)),
                control(
                        "ping-32-bits",
                        "A ping that declares 2^32 + 5 bytes, which is 5 in 32 bits,",
                        ping("Hello").length(BITS_64).declaring((1L << 32) + 5)),
                control(
                        "close-32-bits",
                        "A close frame that declares 2^32 + 2 bytes, which is 2 in 32 bits,",
                        close(1000).length(BITS_64).declaring((1L << 32) + 2)),
                control(
                        "ping-16-bits",
                        "A ping that declares 256 + 5 bytes, which is 5 in 8 bits,",
                        ping("Hello").declaring(256 + 5)),
                huge("huge", "A frame that declares 2^62 bytes is refused at once", binary(Payload.EMPTY), 1L << 62),
                huge(
                        "huge-largest",
                        "A frame that declares 2^63 - 1 bytes is refused at once",
                        binary(Payload.EMPTY),
                        Long.MAX_VALUE),
                huge(
                        "text-32-bits",
                        "A text that declares 2^40 + 5 bytes is no text of 5 bytes",
                        text("Hello"),
                        (1L << 40) + 5));
    }

    private static ConformanceCase control(String name, String what, RawFrame frame) {
        return must("lengths." + name, "5.5", what + " fails the connection")
                .why(
                        "Control frames have at most 125 bytes. To wait for more of them is no breach of that, but no use either.")
                .connected(
                        send(frame),
                        failed(1002)
                                .tolerating(1009, "it says that it is too much, not that it never may be")
                                .waitingBreaks(Level.QUALITY));
    }

    private static ConformanceCase topBit(String name, RawFrame... frames) {
        return must("lengths." + name, "5.2", "A 64-bit length with its top bit set fails the connection: " + name)
                .why("The most significant bit must be 0.")
                .connected(send(frames), failed(1002).tolerating(1009, "a length of 2^63 and more is also too big"));
    }

    private static ConformanceCase huge(String name, String title, RawFrame frame, long length) {
        return quality("lengths." + name, "10.4", title)
                .why("Nobody can take it, so that waiting for the payload only keeps memory and connection busy.")
                .connected(
                        send(frame.length(BITS_64).declaring(length)),
                        failed(1009).tolerating(1002, "it says less well what was wrong"));
    }

    /** The header cut at each of its bytes: a reader that asks for it in one piece shows. */
    private static Stream<ConformanceCase> splits() {
        return Stream.of(
                split("7-bit", binary(Payload.bytes(5))),
                split("16-bit", binary(Payload.bytes(300))),
                split("64-bit", binary(Payload.bytes(65_536))));
    }

    private static ConformanceCase split(String name, RawFrame frame) {
        int header = frame.header().length;
        return must("lengths.split-" + name, "5.2", "A header with a " + name + " length may be cut at any byte")
                .why("How TCP cuts a frame means nothing.")
                .connected(Step.of(
                        Step.Kind.EXPECT,
                        "the echo of " + frame.describe() + ", its header cut after each byte in turn",
                        conversation -> {
                            for (int cut = 1; cut <= header; cut++) {
                                sendCut(conversation, frame, cut);
                                expect(echo(frame)).run(conversation);
                            }
                        }));
    }

    private static void sendCut(Conversation conversation, RawFrame frame, int cut) throws Judgement {
        byte[] all = new byte[(int) frame.onWire().length()];
        frame.onWire().copy(0, all, 0, all.length);
        conversation.send(Output.bytes("the first " + cut + " bytes of a frame", Arrays.copyOf(all, cut)));
        conversation.send(Output.bytes("the rest of it", Arrays.copyOfRange(all, cut, all.length)));
    }

    private static ConformanceCase narrow(String name, String what, RawFrame frame) {
        return quality("lengths." + name, "5.2", what + " fails the connection")
                .why("The length of a control frame is at most 125, which is written in 7 bits (5.2).")
                .connected(send(frame), failed(1002));
    }

    /** The MUST of 5.2 is on the sender; that a receiver checks is quality. */
    private static ConformanceCase wide(String name, RawFrame... frames) {
        return quality("lengths." + name, "5.2", "A length in more bytes than it needs is refused: " + name)
                .why(
                        "The length is written in the fewest bytes; a server that is lenient here lets two readings through.")
                .connected(send(frames), failed(1002));
    }
}
