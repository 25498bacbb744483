package dev.parley.conformance.verdict;

/** How binding a rule is: the words of RFC 2119, and one for what no RFC demands. */
public enum Level {
    /** Binds without exception. */
    MUST,
    /** Binds unless there is a good reason. */
    SHOULD,
    /** Left to the server; a case shows which way it went. */
    MAY,
    /** No sentence of an RFC: what users of a good server expect. */
    QUALITY;

    /** Whether a failure at this level counts when the build is to fail on {@code bar}; MAY counts as QUALITY. */
    public boolean countsAt(Level bar) {
        return this == MUST || (this == SHOULD && bar != MUST) || bar == MAY || bar == QUALITY;
    }
}
