package dev.parley.conformance.cases;

import static dev.parley.conformance.script.Steps.expect;

import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.function.IntFunction;

/** Messages sent one after the other, each when the echo of the last has come. Stateless. */
final class Rounds {
    private Rounds() {}

    static Step of(int rounds, String what, IntFunction<RawFrame> frame, IntFunction<Expected> echo) {
        return Step.of(
                Step.Kind.EXPECT,
                "the echo of each of " + rounds + " messages (" + what + "), sent when the last has come back",
                conversation -> play(conversation, rounds, frame, echo));
    }

    private static void play(
            Conversation conversation, int rounds, IntFunction<RawFrame> frame, IntFunction<Expected> echo)
            throws Judgement {
        for (int round = 0; round < rounds; round++) {
            conversation.send(Output.of(frame.apply(round)));
            expect(echo.apply(round)).run(conversation);
        }
    }
}
