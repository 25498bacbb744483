package dev.parley.conformance.script;

import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps of a case. Immutable.
 *
 * @param steps in order
 */
public record Script(List<Step> steps) {
    /** Copies the list. */
    public Script {
        steps = List.copyOf(steps);
    }

    /** Exactly these steps. */
    public static Script raw(Step... steps) {
        return new Script(List.of(steps));
    }

    /**
     * These steps on an open connection: one that opens it is put in front and, unless the last of them expects the end,
     * one that proves the connection good and closes it is put behind.
     */
    public static Script connected(OpeningRequest request, Step... steps) {
        List<Step> all = new ArrayList<>();
        if (steps.length == 0 || steps[0].kind() != Step.Kind.OPEN) {
            all.add(Handshakes.open(request));
        }
        all.addAll(List.of(steps));
        if (all.get(all.size() - 1).kind() != Step.Kind.END) {
            all.add(Closings.closeCleanly());
        }
        return new Script(all);
    }

    /** What is sent, in words. */
    public String sent() {
        return steps.stream()
                .filter(step -> step.kind() == Step.Kind.SEND
                        || (step.kind() == Step.Kind.OPEN && !step.describe().isEmpty()))
                .map(Step::describe)
                .collect(Collectors.joining("; then "));
    }

    /** What is accepted, in words. */
    public String accepted() {
        return steps.stream()
                .filter(step -> step.kind() == Step.Kind.EXPECT || step.kind() == Step.Kind.END)
                .map(Step::describe)
                .collect(Collectors.joining("; then "));
    }

    /** Runs the steps; a return without exception is a pass, or allowed if the conversation says so. */
    public void play(Conversation conversation) throws Judgement {
        for (Step step : steps) {
            step.run(conversation);
        }
    }
}
