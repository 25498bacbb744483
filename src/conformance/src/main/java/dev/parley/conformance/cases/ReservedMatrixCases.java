package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every value of the reserved bits on every opcode, with and without permessage-deflate (5.2, RFC 7692 6). */
final class ReservedMatrixCases {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";
    private static final int RSV1 = 4;
    private static final String[] NAMES = {"continuation", "text", "binary", "close", "ping", "pong"};
    private static final int[] OPCODES = {0, 1, 2, 8, 9, 10};

    private ReservedMatrixCases() {}

    static Stream<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (int i = 0; i < OPCODES.length; i++) {
            for (int rsv = 1; rsv <= 7; rsv++) {
                cases.add(plain(NAMES[i], OPCODES[i], rsv));
                boolean legal = rsv == RSV1 && (OPCODES[i] == 1 || OPCODES[i] == 2);
                if (!legal) {
                    cases.add(deflated(NAMES[i], OPCODES[i], rsv));
                }
            }
        }
        return cases.stream();
    }

    private static ConformanceCase plain(String name, int opcode, int rsv) {
        return must("reserved.plain." + name + "-" + rsv, "5.2", title(name, rsv) + " and nothing negotiated")
                .why("No extension was negotiated that gives the bits a meaning.")
                .connected(send(frames(opcode, rsv)), failed(1002));
    }

    private static ConformanceCase deflated(String name, int opcode, int rsv) {
        return must("reserved.deflate." + name + "-" + rsv, "RFC 7692 6", title(name, rsv) + " beside compression")
                .why(
                        "permessage-deflate gives RSV1 a meaning on the first frame of a message, and the other bits none.")
                .deflated(
                        OFFER,
                        send(frames(opcode, rsv)),
                        failed(1002).tolerating(1007, "it says less well what is wrong"));
    }

    private static String title(String name, int rsv) {
        StringBuilder bits = new StringBuilder();
        for (int bit = 1; bit <= 3; bit++) {
            bits.append((rsv & (8 >> bit)) != 0 ? " RSV" + bit : "");
        }
        return "The connection fails on a " + name + " frame with" + bits;
    }

    /** The frame, behind a first fragment if it needs one. */
    private static RawFrame[] frames(int opcode, int rsv) {
        Payload payload = opcode == 8 ? Payload.hex("03e8") : Payload.of("x");
        RawFrame frame = RawFrame.opcode(opcode, payload).rsv(rsv);
        return opcode == 0 ? new RawFrame[] {RawFrame.text("first").notFinal(), frame} : new RawFrame[] {frame};
    }
}
