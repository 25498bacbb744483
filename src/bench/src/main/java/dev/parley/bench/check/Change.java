package dev.parley.bench.check;

/**
 * A change of a key's value that a page has published.
 *
 * @param id names the publication: {@link Publications#key}
 * @param kind what is done to the value
 * @param condition version since which the key must not have changed; {@link #ALWAYS} if it does not matter
 * @param era which the version is of
 */
record Change(long id, String key, Kind kind, long condition, int era) {
    /** There is no condition. */
    static final long ALWAYS = -1;

    /** What is done. */
    enum Kind {
        SET,
        PATCH,
        DELETE
    }
}
