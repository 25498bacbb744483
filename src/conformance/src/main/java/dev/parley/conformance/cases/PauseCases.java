package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Connections that stop for two seconds, each at another place, and all at the same time. */
final class PauseCases {
    private static final long PAUSE_MILLIS = 2200;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private PauseCases() {}

    /** A connection that stops behind so many bytes, and what answers all of them. */
    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    private record Cut(String name, byte[] bytes, int at, List<Expected> answers) {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(quality("robustness.quiet.long", "10.4", "Connections may rest for two seconds at any place")
                .needing(Need.TIME)
                .why("No rule of the protocol sets a time: what has come is kept until the rest comes.")
                .raw(Step.of(
                        Step.Kind.END,
                        "eight connections that stop within headers, payloads, pings and messages, and go on",
                        PauseCases::pause)));
    }

    private static List<Cut> cuts() {
        RawFrame wide = text(Payload.ascii(300));
        RawFrame longest = binary(Payload.bytes(70_000));
        RawFrame ping = ping("paused");
        byte[] fragments = bytes(text(Payload.hex("61e282")).notFinal(), continuation(Payload.hex("ac")));
        List<Cut> all = new ArrayList<>();
        for (int at : new int[] {0, 1, 3, 7, 100}) {
            all.add(new Cut(at + " bytes of a text", bytes(wide), at, List.of(Expected.echo(wide))));
        }
        all.add(new Cut("a long message", bytes(longest), 40_000, List.of(Expected.echo(longest))));
        all.add(new Cut("a ping", bytes(ping), 9, List.of(Expected.pong("paused"))));
        all.add(new Cut("a character", fragments, 9, List.of(Expected.echo("a\u20ac"))));
        return all;
    }

    private static byte[] bytes(RawFrame... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (RawFrame frame : frames) {
            byte[] one = new byte[(int) frame.onWire().length()];
            frame.onWire().copy(0, one, 0, one.length);
            all.writeBytes(one);
        }
        return all.toByteArray();
    }

    private static void pause(Conversation conversation) throws Judgement {
        List<Cut> cuts = cuts();
        List<Conversation> all = new ArrayList<>();
        for (Cut cut : cuts) {
            Conversation one = conversation.another();
            Handshakes.open(upgrade()).run(one);
            one.send(Output.bytes("part of " + cut.name, Arrays.copyOf(cut.bytes, cut.at)));
            all.add(one);
        }
        rest(conversation);
        for (int i = 0; i < all.size(); i++) {
            Cut cut = cuts.get(i);
            try {
                all.get(i).send(Output.bytes("rest", Arrays.copyOfRange(cut.bytes, cut.at, cut.bytes.length)));
                Answers.await(all.get(i), cut.answers);
                Closings.closeCleanly().run(all.get(i));
            } catch (Judgement e) {
                throw e.at(cut.name);
            }
        }
    }

    /** On connections that say nothing, as nothing is to be read on those that rest. */
    private static void rest(Conversation conversation) throws Judgement {
        long end = System.nanoTime() + PAUSE_MILLIS * NANOS_PER_MILLI;
        for (long left = PAUSE_MILLIS; left > 0; left = (end - System.nanoTime()) / NANOS_PER_MILLI) {
            try (Conversation idle = conversation.another()) {
                idle.connect();
                idle.next(Math.round(left / conversation.target().timeoutFactor())); // which it is multiplied by
            }
        }
    }
}
