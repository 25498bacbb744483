package dev.parley.hub;

import java.util.Optional;

/**
 * One key of a state channel as one change left it. Immutable.
 *
 * @param key its name
 * @param value JSON text of its value; empty: the key was deleted
 * @param version version that this change gave to the channel, from 1
 * @param patch JSON merge patch (RFC 7396) that makes {@code value} of the value before; empty if there is none
 * @param base version of the change before, if that left a value; else 0
 * @param created version since which the key has had a value, or, deleted, had one
 * @param absent version at which the key was deleted before that; 0 if that is not remembered or never was
 */
public record StateEntry(
        String key,
        Optional<String> value,
        long version,
        Optional<String> patch,
        long base,
        long created,
        long absent) {
    private static final int OVERHEAD = 160;

    /** Makes the first entry of a key, or the next one after {@code old}. */
    static StateEntry after(
            Optional<StateEntry> old, String key, Optional<String> value, long version, Optional<String> patch) {
        if (old.isEmpty()) {
            return new StateEntry(key, value, version, Optional.empty(), 0, version, 0);
        }
        StateEntry before = old.get();
        return before.isDeleted()
                ? new StateEntry(key, value, version, Optional.empty(), 0, version, before.version)
                : new StateEntry(key, value, version, patch, before.version, before.created, before.absent);
    }

    /** Returns whether the key was deleted. */
    public boolean isDeleted() {
        return value.isEmpty();
    }

    /** Returns about how many bytes of memory it takes. */
    int weight() {
        return OVERHEAD
                + 2
                        * (key.length()
                                + value.map(String::length).orElse(0)
                                + patch.map(String::length).orElse(0));
    }

    /** Returns whether one who knew the channel at version {@code after} has the value that the patch is for. */
    boolean isPatchFor(long after) {
        return patch.isPresent() && base > 0 && after >= base;
    }

    /** Returns whether the key had a value at version {@code at}, below that of this change; empty if that is forgotten. */
    Optional<Boolean> hadValueAt(long at) {
        if (at >= created) {
            return Optional.of(true);
        }
        return at >= absent ? Optional.of(false) : Optional.empty();
    }
}
