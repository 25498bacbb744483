package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.Stream;

/** Masking (5.1, 5.3). */
final class MaskingCases {
    private static final String WHY = "A client masks every frame, and a server closes the connection when one is not.";

    private MaskingCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                unmasked("text", text("Hello")),
                unmasked("empty-text", text("")),
                unmasked("binary", RawFrame.binary(Payload.bytes(300))),
                unmasked("ping", RawFrame.ping("Hello")),
                unmasked("pong", RawFrame.pong("Hello")),
                unmasked("close", RawFrame.close(1000)),
                must("masking.continuation.unmasked", "5.1", "An unmasked continuation fails the connection")
                        .why(WHY)
                        .connected(
                                send(text("Hel").notFinal(), continuation("lo").unmasked()), failed(1002)),
                must("masking.key.zero", "5.3", "A masking key of zeros is as good as any other")
                        .why("The key is any 32 bits; the mask bit counts, not the key.")
                        .connected(send(text("Hello").key(0)), expect(echo("Hello"))),
                must("masking.key.changes", "5.3", "Each frame has a key of its own")
                        .why("The key is chosen anew for each frame, also within a message.")
                        .connected(
                                send(
                                        text("Hel").key(0x01020304).notFinal(),
                                        continuation("lo").key(0x7f80ff00)),
                                expect(echo("Hello"))));
    }

    private static ConformanceCase unmasked(String name, RawFrame frame) {
        return must("masking." + name + ".unmasked", "5.1", "The connection fails on an unmasked frame: " + name)
                .why(WHY)
                .connected(send(frame.unmasked()), failed(1002));
    }
}
