package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
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
import java.util.stream.Stream;

/**
 * A server's own limit, found by what it refuses as one frame, holds for the same message in fragments, and for what is
 * inflated (10.4: the size of frames, and of messages after reassembly).
 */
final class SameLimitCases {
    private static final int TOO_BIG = 1009;
    private static final long SMALLEST = 1 << 12;
    private static final long LARGEST = 1 << 26;
    private static final int MIB = 1 << 20;
    private static final String WHY = "A limit that another form of the same message gets round protects nobody.";

    private SameLimitCases() {}

    private interface Form {
        Output of(boolean isText, long length);
    }

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                quality("limits.same.fragments", "10.4", "What is too much in one frame is too much in fragments")
                        .why(WHY)
                        .tags("performance")
                        .raw(step("in fragments of an eighth of the limit", "", SameLimitCases::inFragments)),
                quality("limits.same.compressed", "10.4", "What is too much in one frame is too much compressed")
                        .why(WHY)
                        .tags("performance")
                        .needing(Need.DEFLATE)
                        .raw(step("compressed", "permessage-deflate", SameLimitCases::compressed)));
    }

    private static Step step(String how, String offer, Form form) {
        return Step.of(
                Step.Kind.END,
                "failure with 1009 at a text and at a binary message that are a quarter longer than a frame of which the"
                        + " header alone is refused with 1009, " + how,
                conversation -> {
                    long limit = limit(conversation);
                    for (boolean isText : new boolean[] {true, false}) {
                        try (Conversation one = conversation.another()) {
                            Handshakes.open(
                                            offer.isEmpty()
                                                    ? upgrade()
                                                    : upgrade().offering(offer))
                                    .run(one);
                            if (!offer.isEmpty() && !one.deflate().agreed()) {
                                throw Judgement.unsupported("the server did not take permessage-deflate");
                            }
                            one.post(form.of(isText, limit + limit / 4));
                            Closings.failed(TOO_BIG)
                                    .tolerating(1008, "it says less well what was wrong")
                                    .run(one);
                        } catch (Judgement e) {
                            throw e.at((isText ? "text" : "binary message") + " beyond " + limit + " bytes");
                        }
                    }
                });
    }

    private static Output inFragments(boolean isText, long length) {
        Payload payload = Payload.repeat('a', length);
        return Fragments.of(isText ? text(payload) : binary(payload), (int) (length / 10));
    }

    private static Output compressed(boolean isText, long length) {
        Payload zeros = length > 2 * MIB
                ? InflatedLimitCases.zeros((int) (length / MIB) + 1)
                : text(Payload.repeat(0, length)).compressed().payload();
        return Output.of((isText ? text(zeros) : binary(zeros)).rsv(4));
    }

    /** The smallest power of two that the server refuses as the length of a frame, by its header. */
    static long limit(Conversation conversation) throws Judgement {
        long least = SMALLEST;
        while (!refuses(conversation, least)) {
            least *= 2;
            if (least > LARGEST) {
                throw Judgement.unsupported("the server refuses no frame of up to 64 MiB by its header");
            }
        }
        return least;
    }

    /** FIN behind the header shows that no payload comes: the server ends the connection, with 1009 before or without. */
    static boolean refuses(Conversation conversation, long length) throws Judgement {
        try (Conversation one = conversation.another()) {
            Handshakes.open(upgrade()).run(one);
            RawFrame header = binary(Payload.EMPTY);
            one.send(
                    Output.of(header.length(length > 0xFFFF ? BITS_64 : BITS_16).declaring(length)));
            one.halfClose();
            return one.next() instanceof Event.Close close && close.code() == TOO_BIG;
        }
    }
}
