package dev.parley.conformance.cli;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.verdict.Level;
import dev.parley.conformance.verdict.Verdict;

/** What counts as a failure of the run. */
enum FailOn {
    /** Failures of what binds without exception. */
    MUST,
    /** Those, and of what binds unless there is a reason. */
    SHOULD,
    /** All failures. */
    ANY,
    /** None. */
    NEVER;

    /** Whether this failure counts; a case that could not be run counts unless nothing does. */
    boolean counts(CaseResult failure) {
        boolean error = failure.outcome().verdict() == Verdict.ERROR;
        Level level = failure.outcome().level();
        return switch (this) {
            case NEVER -> false;
            case ANY -> true;
            case SHOULD -> error || level.countsAt(Level.SHOULD);
            case MUST -> error || level.countsAt(Level.MUST);
        };
    }
}
