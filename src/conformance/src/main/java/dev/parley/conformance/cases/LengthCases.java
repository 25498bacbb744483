package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.Stream;

/** The three forms of a length (5.2), and lengths that nobody can mean. */
final class LengthCases {
    private LengthCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                wide("text-16", text("Hello").length(BITS_16)),
                wide("text-64", text("Hello").length(BITS_64)),
                wide("text-300-64", text(Payload.ascii(300)).length(BITS_64)),
                wide("empty-16", text("").length(BITS_16)),
                quality("lengths.ping-16", "5.2", "A ping of 5 bytes with a 16-bit length fails the connection")
                        .why("The length of a control frame is at most 125, which is written in 7 bits (5.2).")
                        .connected(send(ping("Hello").length(BITS_16)), failed(1002)),
                must("lengths.top-bit", "5.2", "A 64-bit length with its top bit set fails the connection")
                        .why("The most significant bit must be 0.")
                        .connected(
                                send(RawFrame.binary(Payload.EMPTY)
                                        .length(BITS_64)
                                        .declaring(Long.MIN_VALUE)),
                                failed(1002).tolerating(1009, "a length of 2^63 and more is also too big")),
                quality("lengths.huge", "10.4", "A frame that declares 2^62 bytes is refused at once")
                        .why(
                                "Nobody can take it, so that waiting for the payload only keeps memory and connection busy.")
                        .connected(
                                send(RawFrame.binary(Payload.EMPTY)
                                        .length(BITS_64)
                                        .declaring(1L << 62)),
                                failed(1009).tolerating(1002, "it says less well what was wrong")));
    }

    /** The MUST of 5.2 is on the sender; that a receiver checks is quality. */
    private static ConformanceCase wide(String name, RawFrame frame) {
        return quality("lengths." + name, "5.2", "A length in more bytes than it needs is refused: " + name)
                .why(
                        "The length is written in the fewest bytes; a server that is lenient here lets two readings through.")
                .connected(send(frame), failed(1002));
    }
}
