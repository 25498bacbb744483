package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
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
import dev.parley.conformance.verdict.Level;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;

/** What is left of a connection that ends: bytes that nobody reads any more, and echoes that nobody takes. */
final class EndStateCases {
    private static final String LESS = "it says less well what was wrong";
    private static final long QUIET_MILLIS = 50;
    private static final int UNREAD = 60;

    private EndStateCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("closing.every.frames-within", "7.1.7", "Bad frames whose payload looks like frames")
                        .why("A server that fails the connection processes nothing more: no byte begins another frame.")
                        .raw(Sweep.of("bad frames with frames in their payload", EndStateCases::within)),
                should("closing.every.unanswered", "7.1.7", "Bad close frames, and no answer to what the server says")
                        .why("Both sides have sent a close frame: there is nothing that the server could wait for.")
                        .raw(Sweep.of("bad close frames", EndStateCases::unanswered)),
                quality("closing.every.left", "7.1.1", "TCP ends with FIN though frames have come behind the last one")
                        .why("A reset may overtake the close frame; who reads what is left keeps it.")
                        .raw(Sweep.of("close frames and bad ones, with texts behind them", EndStateCases::left)),
                quality("robustness.behind.frames-behind-close", "5.5.1", "Frames behind a close frame reach nobody")
                        .why("They belong to a connection that is over, and not to the next one.")
                        .raw(Step.of(Step.Kind.END, "connections one after the other", EndStateCases::leftovers)),
                quality(
                                "robustness.behind.reset-unread",
                                "10.4",
                                "A connection is good behind one that was reset unread")
                        .why("What waited to be written to one connection is written to no other.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "echoes that wait, RST, and another connection",
                                EndStateCases::unread)));
    }

    private static Payload frames() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 12; i++) {
            for (RawFrame frame : List.of(text("inner").key(0), ping("inner").key(0))) {
                all.writeBytes(frame.header());
                all.writeBytes(frame.payload().toBytes());
            }
        }
        return Payload.of(all.toByteArray()); // masked with zeros, as they would be if they were
    }

    /** The payload in the same write, or when the connection has failed. */
    private static List<Row> within() {
        Payload frames = frames();
        List<RawFrame> bad = List.of(
                binary(frames).length(BITS_64).declaring(1L << 40),
                binary(frames).length(BITS_64).declaring(Long.MIN_VALUE + 5),
                ping(frames),
                RawFrame.opcode(3, frames),
                text(frames).rsv(2),
                continuation(frames));
        return Stream.concat(
                        bad.stream().map(frame -> within(frame.key(0), false)),
                        bad.stream().limit(3).map(frame -> within(frame.key(0), true)))
                .toList();
    }

    private static Row within(RawFrame bad, boolean later) {
        return new Row(bad.describe() + (later ? ", header first" : ""), conversation -> {
            Handshakes.open(upgrade()).run(conversation);
            conversation.send(later ? Output.bytes("header", bad.header()) : Output.of(bad));
            if (later) {
                Event event = conversation.next();
                if (!(event instanceof Event.Close) && !(event instanceof Event.Ended)) { // it may wait for the payload
                    throw Judgement.fail(Level.QUALITY, "failure of the connection", event.describe());
                }
                conversation.send(Output.bytes("payload", bad.payload().toBytes()));
                if (event instanceof Event.Close told && told.code() > 0) { // it may wait for that
                    conversation.send(Output.of(close(told.code())));
                }
                Closings.ended().run(conversation);
            } else {
                Closings.failed(1002, 1009)
                        .tolerating(1007, LESS)
                        .waitingBreaks(Level.QUALITY)
                        .run(conversation);
            }
        });
    }

    private static List<Row> unanswered() {
        return Stream.of(
                        close(Payload.hex("03")),
                        close(1005),
                        close(2999, "why"),
                        close(Payload.hex("03e8ff")),
                        close(Payload.hex("03e861e282")))
                .map(bad -> Sweep.connected(bad.describe(), Steps.send(bad), Closings.ended()))
                .toList();
    }

    private static List<Row> left() {
        return Stream.of(close(1000), close(4000, "left"), text("x").rsv(2), text(Payload.hex("61ff")), close(999))
                .map(last -> Sweep.connected(
                        last.describe() + " with frames behind it",
                        Steps.send(last, text(Payload.ascii(300)), binary(Payload.bytes(100_000)), ping("behind")),
                        inOrder()))
                .toList();
    }

    private static Step inOrder() {
        return Step.of(Step.Kind.END, "CLOSE, then the end of TCP with FIN", conversation -> {
            Event event = conversation.next();
            if (event instanceof Event.Close) {
                event = conversation.next();
            }
            boolean abrupt = event instanceof Event.Ended end && end.how() == Event.Ended.How.ABRUPTLY;
            if (!(event instanceof Event.Ended)
                    || (abrupt && !conversation.target().isSecure())) {
                throw Judgement.fail("the end of TCP with FIN", event.describe());
            }
        });
    }

    private static void leftovers(Conversation conversation) throws Judgement {
        List<RawFrame[]> all = List.of(
                new RawFrame[] {close(1000), text("left"), ping("left")},
                new RawFrame[] {close(), text("left").notFinal()},
                new RawFrame[] {text("x").rsv(2), text("left"), ping("left")},
                new RawFrame[] {
                    close(1001), binary(Payload.bytes(300)), text("half").declaring(90)
                });
        for (RawFrame[] frames : all) {
            try (Conversation one = conversation.another()) {
                Handshakes.open(upgrade()).run(one);
                one.send(Output.of(frames));
                Closings.ended().run(one);
            }
            good(conversation);
        }
    }

    /** Nothing comes that was not asked for, and what is asked for comes. */
    private static void good(Conversation conversation) throws Judgement {
        try (Conversation one = conversation.another()) {
            Handshakes.open(upgrade()).run(one);
            one.send(Output.of(ping("first"), text("own")));
            Answers.await(one, List.of(Expected.pong("first"), Expected.echo("own")));
            Closings.closeCleanly().run(one);
        }
    }

    private static void unread(Conversation conversation) throws Judgement {
        Conversation one = conversation.another();
        Handshakes.open(upgrade()).run(one);
        one.pause();
        for (int i = 0; i < UNREAD; i++) {
            one.post(Output.of(binary(Payload.bytes(60_000))));
        }
        one.settle(QUIET_MILLIS);
        one.reset();
        good(conversation);
        good(conversation);
    }
}
