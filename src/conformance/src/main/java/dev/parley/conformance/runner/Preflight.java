package dev.parley.conformance.runner;

import dev.parley.conformance.model.CaseBuilder;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Steps;
import java.util.Optional;
import java.util.function.Function;

/** Finds out, before anything is judged, whether there is a WebSocket server that echoes. Stateless. */
public final class Preflight {
    private Preflight() {}

    /** Why nothing can be run; empty if something can. */
    public static Optional<String> problem(Function<ConformanceCase, CaseResult> player) {
        ConformanceCase hello = CaseBuilder.quality("preflight.echo", "1.2", "The server echoes a text")
                .why("All cases need a server that sends back what it gets.")
                .raw(
                        Handshakes.open(OpeningRequest.upgrade()),
                        Steps.send(RawFrame.text("parley-conformance")),
                        Steps.expect(Expected.echo("parley-conformance")));
        CaseResult result = player.apply(hello);
        return result.outcome().verdict().isGood()
                ? Optional.empty()
                : Optional.of(result.outcome().reason());
    }
}
