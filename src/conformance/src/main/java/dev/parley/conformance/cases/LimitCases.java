package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Autobahn's categories 9 and 10: long messages, many fragments, small writes, many messages. Contents are compared. */
final class LimitCases {
    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;
    private static final int[] SIZES = {64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB};
    private static final int[] FRAGMENTS = {64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB};
    private static final int[] CHOPS = {64, 128, 256, 512, KIB, 2 * KIB};
    private static final int[] SMALL = {0, 16, 64, 256, KIB, 4 * KIB};
    private static final int ROUNDS = 1000;
    private static final String WHY =
            "A server may limit what it takes: a refusal with 1009, or 1008 for the number of fragments, is no failure.";

    private LimitCases() {}

    static Stream<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < SIZES.length; i++) {
                cases.add(whole("9." + (1 + kind.offset) + "." + (i + 1), kind.frame(SIZES[i])));
            }
            for (int i = 0; i < FRAGMENTS.length; i++) {
                cases.add(cut("9." + (3 + kind.offset) + "." + (i + 1), kind.frame(4 * MIB), FRAGMENTS[i]));
            }
            for (int i = 0; i < CHOPS.length; i++) {
                cases.add(chop("9." + (5 + kind.offset) + "." + (i + 1), kind.frame(MIB), CHOPS[i]));
            }
            for (int i = 0; i < SMALL.length; i++) {
                cases.add(many("9." + (7 + kind.offset) + "." + (i + 1), kind.frame(SMALL[i])));
            }
        }
        cases.add(cut("10.1.1", Kind.TEXT.frame(64 * KIB), 1300));
        return cases.stream();
    }

    private enum Kind {
        TEXT(0),
        BINARY(1);

        private final int offset; // of its groups among the ids

        Kind(int offset) {
            this.offset = offset;
        }

        RawFrame frame(int length) {
            return this == TEXT ? RawFrame.text(Payload.ascii(length)) : RawFrame.binary(Payload.bytes(length));
        }
    }

    private static String what(RawFrame frame) {
        return (frame.opcode() == 1 ? "A text of " : "A binary message of ")
                + frame.payload().length() + " bytes";
    }

    private static ConformanceCase whole(String id, RawFrame frame) {
        return quality(id, "10.4", what(frame) + " in one frame comes back")
                .why(WHY)
                .tags("performance")
                .connected(send(frame), expect(echo(frame)));
    }

    private static ConformanceCase cut(String id, RawFrame frame, int size) {
        return quality(id, "5.4", what(frame) + " in fragments of " + size + " comes back")
                .why(WHY)
                .tags("performance")
                .connected(Fragments.send(frame, size), expect(echo(frame).limitedBy(1008, 1009)));
    }

    private static ConformanceCase chop(String id, RawFrame frame, int size) {
        return quality(id, "5.2", what(frame) + " in writes of " + size + " comes back")
                .why(WHY)
                .tags("performance")
                .connected(chopped(size, frame), expect(echo(frame)));
    }

    private static ConformanceCase many(String id, RawFrame frame) {
        Expected echo = echo(frame);
        return quality(id, "5.6", what(frame) + " comes back, " + ROUNDS + " times one after the other")
                .why("Nothing is lost, doubled or mixed up on a connection that is used for long.")
                .tags("performance")
                .connected(Rounds.of(ROUNDS, frame.describe(), round -> frame, round -> echo));
    }
}
