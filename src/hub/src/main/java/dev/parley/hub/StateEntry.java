package dev.parley.hub;

import java.util.Optional;

/** One key of a state channel as one change left it. Immutable. */
public final class StateEntry {
    private static final int OVERHEAD = 160;

    private final String key;
    private final Optional<String> value;
    private final long version;
    private final Optional<String> patch;
    private final long base; // version of the change before, if that left a value; else 0
    private final Lives lives;

    /**
     * When the key had a value, as far as that is remembered.
     *
     * @param created version since which it has had one, or, deleted, had one
     * @param absent version at which it was deleted before that; 0 if there is none
     * @param before version since which it had had a value then; 0 if there is none
     */
    private record Lives(long created, long absent, long before) {}

    private StateEntry(
            String key, Optional<String> value, long version, Optional<String> patch, long base, Lives lives) {
        this.key = key;
        this.value = value;
        this.version = version;
        this.patch = patch;
        this.base = base;
        this.lives = lives;
    }

    /** Makes the first entry of a key, or the next one after {@code old}. */
    static StateEntry after(
            Optional<StateEntry> old, String key, Optional<String> value, long version, Optional<String> patch) {
        if (old.isEmpty()) {
            return new StateEntry(key, value, version, Optional.empty(), 0, new Lives(version, 0, 0));
        }
        StateEntry last = old.get();
        return last.isDeleted()
                ? new StateEntry(
                        key, value, version, Optional.empty(), 0, new Lives(version, last.version, last.lives.created))
                : new StateEntry(key, value, version, patch, last.version, last.lives);
    }

    /** Returns the name of the key. */
    public String key() {
        return key;
    }

    /** Returns the JSON text of the value; empty: the key was deleted. */
    public Optional<String> value() {
        return value;
    }

    /** Returns whether the key was deleted. */
    public boolean isDeleted() {
        return value.isEmpty();
    }

    /** Returns the version that this change gave to the channel, from 1. */
    public long version() {
        return version;
    }

    /** Returns the merge patch (RFC 7396) that makes the value of the one before; empty if there is none. */
    public Optional<String> patch() {
        return patch;
    }

    /** Returns about how many bytes of memory it takes. */
    int weight() {
        int texts = key.length()
                + value.map(String::length).orElse(0)
                + patch.map(String::length).orElse(0);
        return OVERHEAD + 2 * texts;
    }

    /** Returns whether one who knew the channel at version {@code after} has the value that the patch is for. */
    boolean isPatchFor(long after) {
        return patch.isPresent() && base > 0 && after >= base;
    }

    /** Returns whether the key had a value at a version below that of this change; empty if that is forgotten. */
    Optional<Boolean> hadValueAt(long at) {
        if (at >= lives.absent) {
            return Optional.of(at >= lives.created);
        }
        return at >= lives.before && lives.before > 0 ? Optional.of(true) : Optional.empty();
    }
}
