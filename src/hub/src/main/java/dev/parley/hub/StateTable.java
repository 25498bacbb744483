package dev.parley.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys, values and versions of a state channel. Each change gets the next version of the channel and moves its key to
 * the end of the order of versions; so "everything after version v" is a tail of that order, in which each key stands
 * once, with its newest value. Not safe for threads: the channel's lock guards it.
 */
final class StateTable {
    private final StateLimits limits;
    private final Map<String, StateEntry> byKey = new HashMap<>(); // deleted ones included
    private final TreeMap<Long, StateEntry> byVersion = new TreeMap<>();
    private final TreeMap<Long, StateEntry> deleted = new TreeMap<>(); // those of byVersion that have no value
    private long version;
    private long forgotten; // highest version of a deletion that is no longer remembered
    private long bytes;

    StateTable(StateLimits limits) {
        this.limits = limits;
    }

    /** Returns the version of the last change, 0 if there was none. */
    long version() {
        return version;
    }

    /** Returns the entry of a key, also if it has been deleted and that is still remembered. */
    Optional<StateEntry> get(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Returns the version at which the key got its value, 0 if it has none. */
    long versionOf(String key) {
        StateEntry entry = byKey.get(key);
        return entry == null || entry.value().isEmpty() ? 0 : entry.version();
    }

    /**
     * Sets or, without a value, deletes a key.
     *
     * @param patch merge patch that makes the value of the key's present one
     * @return the version of the change; that of the channel if there is nothing to delete; empty if the bounds are
     *     reached
     */
    OptionalLong put(String key, Optional<String> value, Optional<String> patch) {
        StateEntry old = byKey.get(key);
        long base = versionOf(key);
        if (value.isEmpty() && base == 0) {
            return OptionalLong.of(version);
        }
        StateEntry entry = new StateEntry(key, value, version + 1, patch, base);
        int grown = entry.weight() - (old == null ? 0 : old.weight());
        boolean tooMany = base == 0 && byKey.size() - deleted.size() >= limits.keys();
        if (value.isPresent() && (tooMany || (grown > 0 && bytes + grown > limits.bytes()))) {
            return OptionalLong.empty();
        }
        version++;
        bytes += grown;
        replace(old, entry);
        return OptionalLong.of(version);
    }

    private void replace(@Nullable StateEntry old, StateEntry entry) {
        if (old != null) {
            byVersion.remove(old.version());
            deleted.remove(old.version());
        }
        byKey.put(entry.key(), entry);
        byVersion.put(entry.version(), entry);
        if (entry.value().isEmpty()) {
            deleted.put(entry.version(), entry);
            forgetDeletions();
        }
    }

    private void forgetDeletions() {
        while (deleted.size() > limits.deleted()) {
            StateEntry oldest = deleted.pollFirstEntry().getValue();
            byVersion.remove(oldest.version());
            byKey.remove(oldest.key());
            bytes -= oldest.weight();
            forgotten = oldest.version();
        }
    }

    /** Returns whether a reader that knows everything up to {@code after} can be told the rest by changes alone. */
    boolean remembers(long after) {
        return after >= forgotten && after <= version;
    }

    /**
     * Returns the first page of what changed after a version, in order of versions.
     *
     * @param until 0 for all; else the version of a snapshot: nothing above it, and no deletions
     */
    List<StateEntry> page(long after, long until) {
        long end = until == 0 ? version : until;
        List<StateEntry> page = new ArrayList<>();
        long weight = 0;
        for (StateEntry entry : byVersion.subMap(after, false, end, true).values()) {
            if (until > 0 && entry.value().isEmpty()) {
                continue;
            }
            weight += entry.weight();
            if (!page.isEmpty() && (page.size() == limits.page() || weight > limits.pageBytes())) {
                break;
            }
            page.add(entry);
        }
        return page;
    }

    /** Returns whether {@link #page} has anything after {@code after}. */
    boolean hasPage(long after, long until) {
        return !page(after, until).isEmpty();
    }
}
