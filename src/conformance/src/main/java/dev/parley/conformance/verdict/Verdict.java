package dev.parley.conformance.verdict;

import java.util.Locale;

/** The six things that can be said of a server after a case. */
public enum Verdict {
    /** Did what was asked. */
    PASS,
    /** Broke the rule. */
    FAIL,
    /** Conforms, but not in the best way; the reason says what would be better. */
    ALLOWED,
    /** Refused by a limit that it has a right to, with the code that says so. */
    LIMITED,
    /** Does not offer what the case is about. */
    UNSUPPORTED,
    /** The case could not be run. */
    ERROR;

    /** Whether this is neither a failure nor an error. */
    public boolean isGood() {
        return this != FAIL && this != ERROR;
    }

    /** The name in lower case, as in every report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
