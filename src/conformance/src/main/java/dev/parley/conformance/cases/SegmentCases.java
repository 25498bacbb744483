package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.ByteSource;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What comes in two reads, cut at every byte. Between the two a ping goes to and fro on another connection, so that the
 * server has mostly read the first.
 */
final class SegmentCases {
    private static final String WHY = "TCP is a stream: where a write ended cannot be seen, and means nothing.";
    private static final int HEADER = 14;

    private SegmentCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(requests(), frames()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> requests() {
        return Stream.of(
                must("handshake.arrival.cut-every", "4.2.1", "A request cut at every byte is accepted")
                        .why(WHY)
                        .alone()
                        .raw(Step.of(Step.Kind.END, "opening handshakes in two writes, cut at every byte", c -> {
                            byte[] request = onWire(upgrade()
                                    .toOutput(c.target())
                                    .parts()
                                    .get(0)
                                    .bytes());
                            Conversation pace = paced(c);
                            for (int at = 1; at < request.length; at++) {
                                try (Conversation other = c.another()) {
                                    other.connect();
                                    other.send(Output.bytes("first part", Arrays.copyOf(request, at)));
                                    toAndFro(pace);
                                    requireSilence(other);
                                    other.send(Output.bytes("rest", Arrays.copyOfRange(request, at, request.length)));
                                    other.readAnswer();
                                    Handshakes.accepted(upgrade()).run(other);
                                } catch (Judgement e) {
                                    throw e.at("cut at byte " + at);
                                }
                            }
                        })),
                must("handshake.arrival.cut-behind", "4.2.2", "A frame behind the request, cut at every byte")
                        .why(WHY)
                        .alone()
                        .raw(Step.of(Step.Kind.END, "a request and some bytes of two frames, then the rest", c -> {
                            byte[] request = onWire(upgrade()
                                    .toOutput(c.target())
                                    .parts()
                                    .get(0)
                                    .bytes());
                            byte[] frames = join(text(Payload.ascii(130)), ping("behind"));
                            Conversation pace = paced(c);
                            for (int at = 0; at < frames.length; at += at < HEADER || at > 130 ? 1 : 29) {
                                behind(c, request, frames, at, pace);
                            }
                        })));
    }

    /** A server that answers before the request has ended answers another one. */
    private static void requireSilence(Conversation conversation) throws Judgement {
        int early = conversation.readBytes(0).length;
        if (early > 0) {
            throw Judgement.fail("no answer before the end of the request", early + " bytes");
        }
    }

    private static void behind(Conversation c, byte[] request, byte[] frames, int at, Conversation pace)
            throws Judgement {
        try (Conversation other = c.another()) {
            byte[] first = Arrays.copyOf(request, request.length + at);
            System.arraycopy(frames, 0, first, request.length, at);
            other.connect();
            other.send(Output.bytes("request and " + at + " bytes", first));
            other.readAnswer();
            Handshakes.accepted(upgrade()).run(other);
            toAndFro(pace);
            other.send(Output.bytes("rest", Arrays.copyOfRange(frames, at, frames.length)));
            Answers.await(other, List.of(Expected.echo(true, Payload.ascii(130)), Expected.pong("behind")));
        } catch (Judgement e) {
            throw e.at(at + " bytes of frames with the request");
        }
    }

    private static Stream<ConformanceCase> frames() {
        RawFrame packed = text("packed packed packed").compressed();
        return Stream.of(
                cut("text", "A text", Message.of(text("caf\u00e9 \u20ac"))),
                cut(
                        "text-16",
                        "A text with a 16-bit length",
                        Message.of(text(Payload.ascii(300)).key(0x80ff_0001))),
                cut("binary-64", "A binary message with a 64-bit length", Message.of(binary(Payload.bytes(65_536)))),
                cut("ping", "A ping", Message.ping(ping("cut"))),
                cut("longest-ping", "A ping of 125 bytes", Message.ping(ping(Payload.bytes(125)))),
                cut("empty", "An empty text", Message.of(text(""))),
                cut(
                        "fragments",
                        "Two fragments and a ping between",
                        new Message(
                                List.of(text("b\u00e4").notFinal(), ping("x"), continuation("\u20ac")),
                                List.of(Expected.pong("x"), Expected.echo("b\u00e4\u20ac")))),
                must("robustness.segments.bad", "7.1.7", "Frames that break a rule, in two segments")
                        .why("A rule holds however a frame comes.")
                        .alone()
                        .raw(Step.of(
                                Step.Kind.END,
                                "failure of the connection, for a cut at each byte",
                                SegmentCases::failures)),
                quality("robustness.segments.close", "5.2", "A close frame in two segments, cut at every byte")
                        .why("However it comes, it is answered as the same one in one piece.")
                        .alone()
                        .raw(Step.of(
                                Step.Kind.END,
                                "the same answer for a cut at each byte, and the end of TCP",
                                SegmentCases::closes)),
                must("robustness.segments.compressed", "5.2", "A compressed text in two segments, cut at every byte")
                        .why(WHY)
                        .alone()
                        .deflated(
                                "permessage-deflate",
                                cuts(new Message(List.of(packed), List.of(Expected.echo("packed packed packed"))))));
    }

    private static ConformanceCase cut(String name, String what, Message message) {
        return must("robustness.segments." + name, "5.2", what + " in two segments, cut at every byte")
                .why(WHY)
                .alone()
                .connected(cuts(message));
    }

    /** The cut frame stands between two whole ones, so that each part comes with one of them, too. */
    private static Step cuts(Message message) {
        byte[] bytes = join(message.frames().toArray(RawFrame[]::new));
        byte[] before = join(text("before"));
        byte[] behind = join(text("behind"));
        return Step.of(Step.Kind.EXPECT, "the echo, for a cut at each byte, alone and between two other texts", c -> {
            Conversation pace = paced(c);
            for (int at = 1; at < bytes.length; at += at < 2 * HEADER || bytes.length < 60 ? 1 : bytes.length / 9) {
                try {
                    inTwo(c, bytes, at, pace);
                    Answers.await(c, message.answers());
                    inTwo(c, join(before, bytes, behind), before.length + at, pace);
                    Answers.await(
                            c,
                            Stream.of(
                                            List.of(Expected.echo("before")),
                                            message.answers(),
                                            List.of(Expected.echo("behind")))
                                    .flatMap(List::stream)
                                    .toList());
                } catch (Judgement e) {
                    throw e.at("cut at byte " + at);
                }
            }
        });
    }

    private static void failures(Conversation c) throws Judgement {
        Conversation pace = paced(c);
        for (RawFrame bad : List.of(
                text("x").rsv(2),
                text("x").rsv(4),
                RawFrame.opcode(3, Payload.of("x")),
                RawFrame.opcode(11, Payload.EMPTY),
                text("x").unmasked(),
                ping("x").notFinal(),
                ping(Payload.bytes(126)),
                continuation("x"),
                RawFrame.close(1005),
                RawFrame.close(Payload.hex("03")),
                RawFrame.close(Payload.hex("03e8ff")),
                text(Payload.hex("61c328")),
                text(Payload.hex("e282")))) {
            byte[] bytes = join(bad);
            for (int at = 1; at < Math.min(bytes.length, 12); at++) {
                try (Conversation other = c.another()) {
                    Handshakes.open(upgrade()).run(other);
                    inTwo(other, bytes, at, pace);
                    Closings.failed(1002, 1007, 1009).run(other);
                } catch (Judgement e) {
                    throw e.at(bad.describe() + " cut at byte " + at);
                }
            }
        }
    }

    private static void closes(Conversation c) throws Judgement {
        byte[] bytes = join(RawFrame.close(4321, "\u20ac"));
        Conversation pace = paced(c);
        String whole = "";
        for (int at = 0; at < bytes.length; at++) {
            try (Conversation other = c.another()) {
                Handshakes.open(upgrade()).run(other);
                inTwo(other, bytes, at, pace);
                Event event = other.next();
                whole = at == 0 ? event.describe() : whole; // all of it at once
                if (!(event instanceof Event.Close) || !event.describe().equals(whole)) {
                    throw Judgement.fail(at == 0 ? "CLOSE" : whole + " as for a whole one", event.describe());
                }
                Closings.ended().run(other);
            } catch (Judgement e) {
                throw e.at("cut at byte " + at);
            }
        }
    }

    private static void inTwo(Conversation conversation, byte[] bytes, int at, Conversation pace) throws Judgement {
        if (at > 0) {
            conversation.send(Output.bytes("first part", Arrays.copyOf(bytes, at)));
            toAndFro(pace);
        }
        conversation.send(Output.bytes("rest", Arrays.copyOfRange(bytes, at, bytes.length)));
    }

    private static Conversation paced(Conversation conversation) throws Judgement {
        Conversation pace = conversation.another();
        Handshakes.open(upgrade()).run(pace);
        return pace;
    }

    private static void toAndFro(Conversation pace) throws Judgement {
        Steps.stillOpen().run(pace);
    }

    private static byte[] join(RawFrame... frames) {
        return join(Arrays.stream(frames).map(frame -> onWire(frame.onWire())).toArray(byte[][]::new));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] onWire(ByteSource source) {
        byte[] bytes = new byte[(int) source.length()];
        source.copy(0, bytes, 0, bytes.length);
        return bytes;
    }
}
