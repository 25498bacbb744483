package dev.parley.conformance.model;

import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;

/** The step that opens a connection with compression. Stateless. */
final class DeflateSteps {
    private DeflateSteps() {}

    static Step agreed(OpeningRequest request) {
        Step open = Handshakes.open(request);
        return Step.of(Step.Kind.OPEN, open.describe(), conversation -> {
            open.run(conversation);
            if (!conversation.deflate().agreed()) {
                throw Judgement.unsupported("the server did not take permessage-deflate");
            }
        });
    }
}
