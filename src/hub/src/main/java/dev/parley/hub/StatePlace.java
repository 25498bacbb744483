package dev.parley.hub;

/** How far a reader of a state channel has come. Immutable; readers at equal places are told the same. */
sealed interface StatePlace {
    /** Knows nothing. */
    record Nowhere() implements StatePlace {}

    /**
     * Knows of every change up to a version.
     *
     * @param changes how many changes of its keys that makes; -1 if that is not known
     * @param exact whether it knows the values of that version; else those of some keys may be newer
     */
    record At(long version, long changes, boolean exact) implements StatePlace {}

    /**
     * Is told, in order of keys, what does not fit into one page: the newest values there are when each page is made.
     * In order of versions, a key that changes all the time would never get its turn with a reader that is slow.
     *
     * @param from knew of every change up to this version when it began; 0 in a snapshot
     * @param until version of the channel when it began
     * @param key has come so far
     * @param fresh whether it is a snapshot: what the reader knew before is void
     * @param begun how many changes of its keys there had been when it began
     * @param changes how many of them were known when it began, and those told since; -1 if that is not known
     */
    record Sweep(long from, long until, String key, boolean fresh, long begun, long changes) implements StatePlace {
        /** Returns the place after a page that ends with {@code key} and tells of so many changes. */
        Sweep at(String last, int told) {
            return new Sweep(from, until, last, fresh, begun, changes < 0 ? changes : changes + told);
        }

        /** Returns the place after the last page. */
        At over() {
            return new At(until, changes, false);
        }

        /** Returns the version above which no deletion may have been forgotten. */
        long horizon() {
            return fresh ? until : from;
        }
    }

    /** Knows a summary, which is made anew now and then: that of this version. */
    record Summary(long version) implements StatePlace {}
}
