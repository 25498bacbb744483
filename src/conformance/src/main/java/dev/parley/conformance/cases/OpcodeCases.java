package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import java.util.stream.Stream;

/** Autobahn's category 4: opcodes that mean nothing (5.2). */
final class OpcodeCases {
    private static final String HELLO = "Hello, world!";
    private static final Payload SOME = Payload.of("reserved opcode payload");

    private OpcodeCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(group("4.1.", 3), group("4.2.", 11)).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> group(String id, int first) {
        return Stream.of(
                alone(id + 1, RawFrame.opcode(first, Payload.EMPTY)),
                alone(id + 2, RawFrame.opcode(first + 1, SOME)),
                behind(id + 3, first + 2, Payload.EMPTY, 0),
                behind(id + 4, first + 3, SOME, 0),
                behind(id + 5, first + 4, SOME, 1));
    }

    private static ConformanceCase alone(String id, RawFrame frame) {
        return must(id, "5.2", "Opcode " + frame.opcode() + " fails the connection")
                .why("The opcode is reserved and no extension was negotiated that gives it a meaning.")
                .connected(send(frame), failed(1002));
    }

    private static ConformanceCase behind(String id, int opcode, Payload payload, int chop) {
        RawFrame[] frames = {text(HELLO), RawFrame.opcode(opcode, payload), ping("")};
        Step sending = chop == 0 ? send(frames) : chopped(chop, frames);
        return must(id, "5.2", "Opcode " + opcode + " behind a good text fails the connection")
                .why("The echo of the good text may or may not come before; the ping behind is not answered any more.")
                .connected(sending, failed(1002).afterPerhaps(echo(HELLO)));
    }
}
