package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.opcode;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reserved opcodes (5.2) where Autobahn does not put them: within a message, as a fragment, beside compression. */
final class OpcodeMatrixCases {
    private static final int[] RESERVED = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
    private static final String OFFER = "permessage-deflate; client_max_window_bits";
    private static final String WHY = "The opcode is reserved and no extension was negotiated that gives it a meaning.";

    private OpcodeMatrixCases() {}

    static Stream<ConformanceCase> cases() {
        return IntStream.of(RESERVED).boxed().flatMap(OpcodeMatrixCases::of);
    }

    private static Stream<ConformanceCase> of(int opcode) {
        RawFrame frame = opcode(opcode, Payload.of("reserved"));
        return Stream.of(
                must("opcodes." + opcode + ".within-message", "5.2", "Opcode " + opcode + " within a message fails")
                        .why(WHY)
                        .connected(send(text("begun").notFinal(), frame), failed(1002)),
                must("opcodes." + opcode + ".not-final", "5.2", "Opcode " + opcode + " without FIN fails at once")
                        .why(WHY)
                        .connected(send(frame.notFinal()), failed(1002)),
                must("opcodes." + opcode + ".beside-deflate", "5.2", "Opcode " + opcode + " beside compression fails")
                        .why(WHY)
                        .deflated(OFFER, send(frame), failed(1002)));
    }
}
