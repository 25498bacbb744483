package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Autobahn's category 1: a message in one frame, with lengths around each change of the header (5.2). */
final class FramingCases {
    private static final int[] LENGTHS = {0, 125, 126, 127, 128, 65535, 65536};
    private static final int CHOP = 997;

    private FramingCases() {}

    static Stream<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < LENGTHS.length; i++) {
            cases.add(whole("1.1." + (i + 1), text(LENGTHS[i]), "text"));
        }
        cases.add(cut("1.1.8", text(65536), "text"));
        for (int i = 0; i < LENGTHS.length; i++) {
            cases.add(whole("1.2." + (i + 1), binary(LENGTHS[i]), "binary message"));
        }
        cases.add(cut("1.2.8", binary(65536), "binary message"));
        return cases.stream();
    }

    private static RawFrame text(int length) {
        return RawFrame.text(Payload.ascii(length));
    }

    private static RawFrame binary(int length) {
        return RawFrame.binary(Payload.bytes(length));
    }

    private static ConformanceCase whole(String id, RawFrame frame, String kind) {
        return must(id, "5.2", "A " + kind + " of " + frame.payload().length() + " bytes comes back")
                .why("The length has three forms; a server reads them all, and an echo server sends back what it got.")
                .connected(send(frame), expect(echo(frame)));
    }

    private static ConformanceCase cut(String id, RawFrame frame, String kind) {
        return must(id, "5.2", "A " + kind + " of 65536 bytes in writes of " + CHOP + " comes back")
                .why("How TCP cuts a frame means nothing.")
                .connected(chopped(CHOP, frame), expect(echo(frame)));
    }
}
