package dev.parley.bench.check;

import java.util.List;

/**
 * What a run came to; complete, and read only.
 *
 * @param server which was checked, for people
 * @param seconds the run lasted, with settling
 * @param messages in the logs of all channels, those thrown away included
 */
record Outcome(String server, CheckPlan plan, Verdict verdict, Tally tally, double seconds, long messages) {
    boolean isRight() {
        return verdict.total() == 0;
    }

    /** The violations that there can be. */
    List<Violation> violations() {
        return List.of(Violation.values());
    }
}
