package dev.parley.conformance.junit;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.verdict.Level;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Verdict;
import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.Assumptions;

/** Says what came of a case in the language of JUnit. Immutable. */
final class CaseJudge {
    private final Baseline baseline;
    private final Level least;

    CaseJudge(Baseline baseline, Level least) {
        this.baseline = baseline;
        this.least = least;
    }

    /** Returns if all is well; fails or aborts the test if not. */
    void judge(CaseResult result) {
        Outcome outcome = result.outcome();
        if (outcome.verdict() == Verdict.UNSUPPORTED) {
            Assumptions.abort("unsupported: " + outcome.reason());
        }
        if (outcome.verdict().isGood()) {
            return;
        }
        if (baseline.knows(result)) {
            Assumptions.abort("known: " + outcome.reason());
        }
        if (outcome.verdict() == Verdict.FAIL && !outcome.level().countsAt(least)) {
            Assumptions.abort(outcome.level() + ", does not count: " + outcome.reason());
        }
        if (Boolean.getBoolean(ConformanceTests.UPDATE_BASELINE)) {
            Assumptions.abort("goes into the baseline: " + outcome.reason());
        }
        ConformanceCase one = result.conformanceCase();
        AssertionFailureBuilder.assertionFailure()
                .message(one.id() + " [" + one.rule() + ", " + outcome.level() + "] " + one.title() + ": "
                        + outcome.reason() + System.lineSeparator()
                        + result.transcript().text())
                .expected(outcome.expected())
                .actual(outcome.actual())
                .buildAndThrow();
    }
}
