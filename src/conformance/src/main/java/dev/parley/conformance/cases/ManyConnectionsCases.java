package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.stillOpen;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.stream.Stream;

/** One misbehaving connection must not be felt on another. */
final class ManyConnectionsCases {
    private ManyConnectionsCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(quality(
                        "robustness.neighbour.reset", "10.4", "A connection that ends by RST disturbs no other")
                .why("Connections have nothing in common but the server.")
                .alone()
                .connected(act("RST on a second connection", ManyConnectionsCases::resetNeighbour), stillOpen()));
    }

    private static void resetNeighbour(Conversation conversation) throws Judgement {
        Conversation neighbour = conversation.another();
        Handshakes.open(OpeningRequest.upgrade()).run(neighbour);
        neighbour.send(Output.of(RawFrame.text("never finished").notFinal()));
        neighbour.reset();
    }
}
