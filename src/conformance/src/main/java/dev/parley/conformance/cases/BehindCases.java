package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

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
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a connection leaves behind when it ends at any place: nothing that the next one could find. */
final class BehindCases {
    private static final String OFFER = "permessage-deflate";
    private static final String READ = "read";

    private BehindCases() {}

    /** How far a connection comes. A server answers the ping behind {@code frames} where one may stand. */
    private record State(String name, List<RawFrame> frames, int left) {
        static State of(String name, RawFrame... frames) {
            return new State(name, List.of(frames), 0);
        }

        /** Without the last bytes of the last frame. */
        State cut(int bytes) {
            return new State(name, frames, bytes);
        }
    }

    private enum End {
        RST,
        FIN,
        FAILURE,
        CLOSE
    }

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                quality("robustness.behind.every", "10.4", "A connection is good behind one that ended at any place")
                        .why("Each connection begins with nothing: no fragment, no key, no window of another.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "connections that end within messages, frames and headers, and behind each a good one",
                                BehindCases::behind)),
                must("reserved.every.behind-deflate", "5.2", "RSV1 is not free where others have agreed on compression")
                        .why("What is agreed on one connection holds on that one.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "connections without extension, beside and behind those with permessage-deflate",
                                BehindCases::reserved)));
    }

    private static List<State> states() {
        RawFrame packed = text("stale stale stale").compressed();
        RawFrame packedPart = packed.payload(packed.payload().slice(0, 4)).notFinal();
        return List.of(
                State.of("within a text", text("stale ").notFinal()),
                State.of(
                        "within a binary message", binary(Payload.bytes(70_000)).notFinal()),
                State.of("within a character", text(Payload.hex("61e282")).notFinal()),
                State.of(
                        "within an empty fragment",
                        text("").notFinal(),
                        continuation("").notFinal()),
                State.of("within a compressed text", packedPart),
                State.of("behind a compressed text", packed),
                State.of("within a frame", text(Payload.ascii(300))).cut(100),
                State.of("within a header", binary(Payload.bytes(70_000))).cut(70_008),
                State.of("within a key", text("stale").key(0x0102_0304)).cut(7),
                State.of("within a ping", ping("stale stale").key(-1)).cut(4),
                State.of("within a second fragment", text("stale ").notFinal(), continuation("stale"))
                        .cut(3),
                State.of("within a compressed frame", packed).cut(5));
    }

    private static void behind(Conversation conversation) throws Judgement {
        for (State state : states()) {
            for (End end : End.values()) {
                boolean fits = state.left == 0 || end == End.FIN; // RST may overtake what was sent
                try {
                    if (fits && end(conversation, state, end)) {
                        fresh(conversation);
                    }
                } catch (Judgement e) {
                    throw e.at(state.name + ", by " + end);
                }
            }
        }
    }

    private static boolean end(Conversation conversation, State state, End end) throws Judgement {
        try (Conversation one = conversation.another()) {
            Handshakes.open(upgrade().offering(OFFER)).run(one);
            boolean packed = state.frames.stream().anyMatch(frame -> (frame.header()[0] & 0x40) != 0);
            if (packed && !one.deflate().agreed()) {
                return false;
            }
            for (int i = 0; i < state.frames.size(); i++) {
                RawFrame frame = state.frames.get(i);
                byte[] bytes = new byte[(int) frame.onWire().length()];
                frame.onWire().copy(0, bytes, 0, bytes.length);
                int left = i == state.frames.size() - 1 ? state.left : 0;
                one.send(Output.bytes(frame.describe(), Arrays.copyOf(bytes, bytes.length - left)));
            }
            if (state.left == 0) {
                one.send(Output.of(ping(READ)));
                Event event = one.next();
                while (event instanceof Event.Message) { // of the whole text
                    event = one.next();
                }
                if (!(event instanceof Event.Pong)) {
                    throw Judgement.fail("the pong", event.describe());
                }
            }
            finish(one, end);
            return true;
        }
    }

    private static void finish(Conversation one, End end) throws Judgement {
        switch (end) {
            case RST -> one.reset();
            case FIN -> {
                one.halfClose();
                awaitEnd(one);
            }
            case FAILURE -> {
                boolean packs = one.deflate().agreed(); // data that is no DEFLATE, where no message is under way
                one.send(Output.of(
                        packs ? text(Payload.hex("07")).rsv(4) : ping("x").rsv(2)));
                awaitEnd(one);
            }
            case CLOSE -> {
                one.send(Output.of(close(1000)));
                awaitEnd(one);
            }
        }
    }

    private static void awaitEnd(Conversation one) throws Judgement {
        Event event = one.next();
        while (event instanceof Event.Message || event instanceof Event.Pong) {
            event = one.next();
        }
        if (!(event instanceof Event.Close) && !(event instanceof Event.Ended)) {
            throw Judgement.fail("the end of the connection", event.describe());
        }
    }

    private static void fresh(Conversation conversation) throws Judgement {
        try (Conversation one = conversation.another()) {
            Handshakes.open(upgrade().offering(OFFER)).run(one);
            one.send(Output.of(text("fresh ").notFinal(), continuation("and whole")));
            Answers.await(one, List.of(Expected.echo("fresh and whole")));
            Closings.closeCleanly().run(one);
        }
    }

    private static void reserved(Conversation conversation) throws Judgement {
        RawFrame packed = text("compressed compressed").compressed();
        Conversation beside = conversation.another();
        Handshakes.open(upgrade().offering(OFFER)).run(beside);
        if (!beside.deflate().agreed()) {
            throw Judgement.unsupported("the server did not take permessage-deflate");
        }
        List<RawFrame> bad = List.of(packed, binary(Payload.of("x")).rsv(4), text("").rsv(4));
        for (int i = 0; i < 2 * bad.size(); i++) {
            beside.send(Output.of(packed));
            Answers.await(beside, List.of(Expected.echo("compressed compressed")));
            try (Conversation one = conversation.another()) {
                Handshakes.open(upgrade()).run(one);
                one.send(Output.of(text("plain")));
                Answers.await(one, List.of(Expected.echo("plain")));
                one.send(Output.of(bad.get(i % bad.size())));
                failed(1002).run(one);
            } catch (Judgement e) {
                throw e.at(bad.get(i % bad.size()).describe());
            }
            if (i == bad.size() - 1) {
                Closings.closeCleanly().run(beside);
                beside = conversation.another();
                Handshakes.open(upgrade().offering(OFFER)).run(beside);
            }
        }
        Closings.closeCleanly().run(beside);
    }
}
