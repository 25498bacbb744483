package dev.parley.conformance.verdict;

/**
 * What a case says of a server. Immutable.
 *
 * @param level how binding the rule is that decided: usually the case's, but a failure with the wrong close code breaks
 *     only a SHOULD
 * @param reason one sentence; empty if there is nothing to add to a pass
 * @param expected what was expected; empty for a pass
 * @param actual what came; empty for a pass
 */
public record Outcome(Verdict verdict, Level level, String reason, String expected, String actual) {
    /** A pass with nothing to add. */
    public static Outcome pass(Level level) {
        return new Outcome(Verdict.PASS, level, "", "", "");
    }

    /** The case could not be run. */
    public static Outcome error(Level level, String reason) {
        return new Outcome(Verdict.ERROR, level, reason, "", "");
    }
}
