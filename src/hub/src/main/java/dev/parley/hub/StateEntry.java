package dev.parley.hub;

import java.util.Optional;

/**
 * One key of a state channel. Immutable.
 *
 * @param key its name
 * @param value JSON text of its value; empty: the key has been deleted
 * @param version version of the channel that gave it this value, from 1
 * @param patch JSON merge patch (RFC 7396) that makes {@code value} of the value before; empty if there is none
 * @param base version at which the key got the value before; 0 if it had none
 */
public record StateEntry(String key, Optional<String> value, long version, Optional<String> patch, long base) {
    private static final int OVERHEAD = 128;

    /** Returns about how many bytes of memory it takes. */
    int weight() {
        return OVERHEAD
                + 2
                        * (key.length()
                                + value.map(String::length).orElse(0)
                                + patch.map(String::length).orElse(0));
    }

    /** Returns whether a reader that knows everything up to {@code after} can use the patch. */
    public boolean isPatchFor(long after) {
        return patch.isPresent() && base > 0 && after >= base;
    }
}
