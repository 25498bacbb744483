package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import java.util.stream.Stream;

/** Masking (5.1, 5.3). */
final class MaskingCases {
    private MaskingCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("masking.text.unmasked", "5.1", "An unmasked text fails the connection")
                        .why("A client masks every frame, and a server closes the connection when one is not.")
                        .connected(send(text("Hello").unmasked()), failed(1002)),
                must("masking.key.zero", "5.3", "A masking key of zeros is as good as any other")
                        .why("The key is any 32 bits; the mask bit counts, not the key.")
                        .connected(send(text("Hello").key(0)), expect(echo("Hello"))));
    }
}
