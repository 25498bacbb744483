package dev.parley.conformance.model;

import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Transcript;

/**
 * What came of playing a case once or, if it failed at first, several times. Immutable.
 *
 * @param duration nanoseconds of the last run
 * @param closeCode of the server's last close frame; -1 if there was none
 * @param runs how often it was played, at least 1
 * @param flaky whether the runs disagreed
 */
public record CaseResult(
        ConformanceCase conformanceCase,
        Outcome outcome,
        Transcript transcript,
        long duration,
        int closeCode,
        int runs,
        boolean flaky) {
    /** The id of the case. */
    public String id() {
        return conformanceCase.id();
    }

    /** The same after more runs. */
    public CaseResult after(int allRuns, boolean disagreed) {
        return new CaseResult(conformanceCase, outcome, transcript, duration, closeCode, allRuns, disagreed);
    }
}
