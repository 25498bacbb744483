package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.LengthForm.MINIMAL;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server's own limit is the same in every state of a connection: asked by headers, so that no payload is sent. */
final class LimitStateCases {
    private static final int TOO_BIG = 1009;
    private static final long SMALLEST = 1 << 16;
    private static final long LARGEST = 1 << 26;
    private static final int MIB = 1 << 20;
    private static final int FRAGMENT = 400; // of which each inflates to less than the limit
    private static final RawFrame BEGUN = binary(Payload.of("b")).notFinal();

    private LimitStateCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(quality("limits.every.state", "10.4", "A limit that holds wherever a frame stands")
                .why("Control frames and other messages are no part of a message; each is counted from its beginning.")
                .raw(Step.of(
                        Step.Kind.END,
                        "the longest frame that is not refused by its header is the same behind messages, and the rest of"
                                + " a message behind one byte is the same behind pings; what inflates to more is refused",
                        LimitStateCases::states)));
    }

    private static void states(Conversation conversation) throws Judgement {
        long longest = longest(conversation);
        inflated(conversation, longest);
        RawFrame message = binary(Payload.bytes(300));
        List<RawFrame> fragments = List.of(
                BEGUN,
                ping(Payload.bytes(125)),
                continuation(Payload.bytes(200)).notFinal(),
                continuation(""));
        List<List<RawFrame>> before =
                List.of(List.of(message), fragments, List.of(ping(Payload.bytes(125)), RawFrame.pong("unasked")));
        for (List<RawFrame> frames : before) {
            require(conversation, frames, binary(Payload.EMPTY), longest, false);
        }
        require(conversation, fragments, binary(Payload.EMPTY), longest + 1, true);
        RawFrame rest = continuation(Payload.EMPTY);
        List<List<RawFrame>> between = List.of(
                List.of(ping(Payload.bytes(125))),
                List.of(RawFrame.pong("unasked"), ping(""), ping(Payload.bytes(125))),
                List.of(continuation("").notFinal()));
        for (long length = longest - 1; length <= longest; length++) {
            boolean refused = refuses(conversation, List.of(BEGUN), rest, length);
            for (List<RawFrame> frames : between) {
                List<RawFrame> all = new ArrayList<>(List.of(BEGUN));
                all.addAll(frames);
                require(conversation, all, rest, length, refused);
            }
        }
    }

    /** What is inflated counts, in however many fragments it comes. */
    private static void inflated(Conversation conversation, long longest) throws Judgement {
        if (longest > LARGEST / 2) {
            return;
        }
        try (Conversation one = conversation.another()) {
            Handshakes.open(upgrade().offering("permessage-deflate")).run(one);
            if (one.deflate().agreed()) {
                Payload zeros = InflatedLimitCases.zeros((int) (longest / MIB) + 2);
                one.post(Fragments.of(binary(zeros).rsv(4), FRAGMENT));
                Closings.failed(TOO_BIG)
                        .tolerating(1008, "it says less well what was wrong")
                        .run(one);
            }
        } catch (Judgement e) {
            throw e.at("a compressed message in fragments of " + FRAGMENT + " bytes");
        }
    }

    private static void require(
            Conversation conversation, List<RawFrame> before, RawFrame header, long length, boolean refused)
            throws Judgement {
        if (refuses(conversation, before, header, length) != refused) {
            String last = before.get(before.size() - 1).describe();
            throw Judgement.fail(
                    length + " bytes " + (refused ? "refused" : "not refused") + " by the header behind " + last
                            + ", as without it",
                    refused ? "they are not" : "CLOSE " + TOO_BIG);
        }
    }

    /** The longest frame, as the first one, that the server does not refuse by its header. */
    private static long longest(Conversation conversation) throws Judgement {
        RawFrame header = binary(Payload.EMPTY);
        long refused = SMALLEST;
        while (!refuses(conversation, List.of(), header, refused)) {
            refused *= 2;
            if (refused > LARGEST) {
                throw Judgement.unsupported("the server refuses no frame of up to 64 MiB by its header");
            }
        }
        long taken = refused == SMALLEST ? 0 : refused / 2;
        if (refuses(conversation, List.of(), header, taken + 1)) { // as most limits are powers of two
            return taken;
        }
        if (!refuses(conversation, List.of(), header, refused - 1)) {
            return refused - 1;
        }
        while (refused - taken > 1) {
            long middle = taken + (refused - taken) / 2;
            if (refuses(conversation, List.of(), header, middle)) {
                refused = middle;
            } else {
                taken = middle;
            }
        }
        return taken;
    }

    /** FIN behind the header shows that no payload comes: the server ends the connection, with 1009 before or without. */
    private static boolean refuses(Conversation conversation, List<RawFrame> before, RawFrame header, long length)
            throws Judgement {
        try (Conversation one = conversation.another()) {
            Handshakes.open(upgrade()).run(one);
            List<RawFrame> frames = new ArrayList<>(before);
            frames.add(header.length(length > 0xFFFF ? BITS_64 : length > 125 ? BITS_16 : MINIMAL)
                    .declaring(length));
            one.send(Output.of(frames.toArray(RawFrame[]::new)));
            one.halfClose();
            Event event = one.next();
            while (event instanceof Event.Message || event instanceof Event.Pong) { // of what was good
                event = one.next();
            }
            if (!(event instanceof Event.Close) && !(event instanceof Event.Ended)) {
                throw Judgement.fail("the end of the connection", event.describe());
            }
            return event instanceof Event.Close close && close.code() == TOO_BIG;
        }
    }
}
