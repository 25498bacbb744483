package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.script.Steps.sendEach;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import java.util.stream.Stream;

/** Autobahn's category 3: reserved bits that no extension gives a meaning (5.2). */
final class ReservedBitCases {
    private static final String HELLO = "Hello, world!";
    private static final Payload BYTES = Payload.hex("00 ff fe fd fc fb 00 ff");

    private ReservedBitCases() {}

    static Stream<ConformanceCase> cases() {
        RawFrame[] second = {text(HELLO), text(HELLO).rsv(2), ping("")};
        RawFrame[] third = {text(HELLO), text(HELLO).rsv(3), ping("")};
        RawFrame[] fourth = {text(HELLO), text(HELLO).rsv(4), ping("")};
        return Stream.of(
                bad("3.1", "A text with RSV3", send(text(HELLO).rsv(1))),
                behindGood("3.2", "RSV2", send(second)),
                behindGood("3.3", "RSV2 and RSV3", sendEach(third)),
                behindGood("3.4", "RSV1", chopped(1, fourth)),
                bad(
                        "3.5",
                        "A binary message with RSV1 and RSV3",
                        send(binary(BYTES).rsv(5))),
                bad(
                        "3.6",
                        "A binary message with RSV1 and RSV2",
                        send(binary(BYTES).rsv(6))),
                bad("3.7", "A close frame with all three bits", send(close(1000).rsv(7))));
    }

    private static ConformanceCase bad(String id, String what, Step sending) {
        return must(id, "5.2", what + " fails the connection")
                .why("No extension was negotiated that gives the bits a meaning.")
                .connected(sending, failed(1002));
    }

    private static ConformanceCase behindGood(String id, String bits, Step sending) {
        return must(id, "5.2", "A text with " + bits + " behind a good one fails the connection")
                .why("The echo of the good text may or may not come before; the ping behind is not answered any more.")
                .connected(sending, failed(1002).afterPerhaps(echo(HELLO)));
    }
}
