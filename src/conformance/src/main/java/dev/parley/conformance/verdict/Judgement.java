package dev.parley.conformance.verdict;

import java.util.Optional;

/** Ends a case with a verdict. Thrown without a stack trace: it is a result, not an accident. Immutable. */
public final class Judgement extends Exception {
    private static final long serialVersionUID = 1;

    private final Verdict verdict;
    private final transient Optional<Level> level;
    private final String expected;
    private final String actual;

    private Judgement(Verdict verdict, Optional<Level> level, String reason, String expected, String actual) {
        super(reason, null, false, false);
        this.verdict = verdict;
        this.level = level;
        this.expected = expected;
        this.actual = actual;
    }

    /** The server broke the rule of the case. */
    public static Judgement fail(String expected, String actual) {
        return new Judgement(
                Verdict.FAIL, Optional.empty(), "expected " + expected + "; got " + actual, expected, actual);
    }

    /** The server broke a rule of another level than the case's. */
    public static Judgement fail(Level level, String expected, String actual) {
        return new Judgement(
                Verdict.FAIL, Optional.of(level), "expected " + expected + "; got " + actual, expected, actual);
    }

    /** The server refused by a limit, with the right code. */
    public static Judgement limited(String reason) {
        return new Judgement(Verdict.LIMITED, Optional.empty(), reason, "", "");
    }

    /** The server does not offer what the case is about. */
    public static Judgement unsupported(String reason) {
        return new Judgement(Verdict.UNSUPPORTED, Optional.empty(), reason, "", "");
    }

    /** The case could not be run. */
    public static Judgement error(String reason) {
        return new Judgement(Verdict.ERROR, Optional.empty(), reason, "", "");
    }

    /** The same, with the place where it was found. */
    public Judgement at(String where) {
        return new Judgement(verdict, level, where + ": " + getMessage(), expected, actual);
    }

    /** The verdict it carries. */
    public Verdict verdict() {
        return verdict;
    }

    /** The outcome of a case whose rule is of {@code caseLevel}. */
    public Outcome outcome(Level caseLevel) {
        String reason = getMessage();
        return new Outcome(verdict, level.orElse(caseLevel), reason == null ? "" : reason, expected, actual);
    }
}
