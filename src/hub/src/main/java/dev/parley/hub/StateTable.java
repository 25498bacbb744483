package dev.parley.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keys, values and versions of a state channel. Each change gets the next version of the channel and moves its key to
 * the end of the order of versions; so "everything after version v" is a tail of that order, in which each key stands
 * once, with its newest value: to conflate costs nothing. Not safe for threads: the channel's lock guards it.
 */
final class StateTable {
    private final StateLimits limits;
    private final TreeMap<String, StateEntry> byKey = new TreeMap<>(); // deleted ones included
    private final TreeMap<Long, StateEntry> byVersion = new TreeMap<>();
    private final TreeMap<Long, StateEntry> deleted = new TreeMap<>(); // those of byVersion that have no value
    private long version;
    private long forgotten;
    private long bytes;

    /**
     * Some entries.
     *
     * @param entries at most as many as the limits allow
     * @param last whether no more follow
     */
    record Page(List<StateEntry> entries, boolean last) {}

    StateTable(StateLimits limits) {
        this.limits = limits;
    }

    /** Returns the version of the last change, 0 if there was none. */
    long version() {
        return version;
    }

    /** Returns the highest version of a deletion that is no longer remembered, 0 if all are. */
    long forgotten() {
        return forgotten;
    }

    /** Returns how many keys have a value. */
    int size() {
        return byKey.size() - deleted.size();
    }

    /** Returns about how many bytes of memory the entries take. */
    long bytes() {
        return bytes;
    }

    /** Returns the last change of a key; empty if it was never set, or deleted and that is forgotten. */
    Optional<StateEntry> get(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Returns how the memory would grow by {@code entry}; less than nothing if it would shrink. */
    int growth(StateEntry entry) {
        StateEntry old = byKey.get(entry.key());
        return entry.weight() - (old == null ? 0 : old.weight());
    }

    /**
     * Takes the next change.
     *
     * @param entry made from the last change of its key, with a version after the last one
     * @return the deletions that are forgotten for it, oldest first
     */
    List<StateEntry> put(StateEntry entry) {
        bytes += growth(entry);
        version = entry.version();
        StateEntry old = byKey.put(entry.key(), entry);
        if (old != null) {
            byVersion.remove(old.version());
            deleted.remove(old.version());
        }
        byVersion.put(version, entry);
        if (!entry.isDeleted()) {
            return List.of();
        }
        deleted.put(version, entry);
        return forget();
    }

    /** Takes up what was kept elsewhere, before or after its values: what the channel has come to since. */
    void advance(long toVersion, long toForgotten) {
        version = Math.max(version, toVersion);
        forgotten = Math.max(forgotten, toForgotten);
    }

    private List<StateEntry> forget() {
        List<StateEntry> gone = new ArrayList<>(1);
        while (deleted.size() > limits.deleted()) {
            StateEntry oldest = deleted.pollFirstEntry().getValue();
            byVersion.remove(oldest.version());
            byKey.remove(oldest.key());
            bytes -= oldest.weight();
            forgotten = Math.max(forgotten, oldest.version());
            gone.add(oldest);
        }
        return gone;
    }

    /**
     * Returns what changed after a version, in order of versions, up to the bounds of a page.
     *
     * @param keys the only ones to look at; all if there are none
     */
    Page changes(NavigableSet<String> keys, long after) {
        if (keys.isEmpty()) {
            return page(byVersion.tailMap(after, false).values().stream());
        }
        return page(entries(keys)
                .filter(entry -> entry.version() > after)
                .sorted(Comparator.comparingLong(StateEntry::version)));
    }

    /**
     * Returns what changed after a version, in order of keys, up to the bounds of a page.
     *
     * @param keys the only ones to look at; all if there are none
     * @param from key after which to begin
     */
    Page sweep(NavigableSet<String> keys, long after, String from) {
        return page(from(keys, from).filter(entry -> entry.version() > after));
    }

    /** Returns what has a value, in order of keys, as {@link #sweep} does. */
    Page values(NavigableSet<String> keys, String from) {
        return page(from(keys, from).filter(entry -> !entry.isDeleted()));
    }

    /** Returns at most so many entries that have a value, in order of keys, beginning after {@code from}. */
    List<StateEntry> values(String from, int most) {
        return byKey.tailMap(from, false).values().stream()
                .filter(entry -> !entry.isDeleted())
                .limit(most)
                .toList();
    }

    private Stream<StateEntry> from(NavigableSet<String> keys, String from) {
        return keys.isEmpty() ? byKey.tailMap(from, false).values().stream() : entries(keys.tailSet(from, false));
    }

    private Stream<StateEntry> entries(NavigableSet<String> keys) {
        return keys.stream().map(byKey::get).filter(Objects::nonNull);
    }

    private Page page(Stream<StateEntry> entries) {
        List<StateEntry> page = new ArrayList<>();
        long weight = 0;
        Iterator<StateEntry> each = entries.iterator();
        while (each.hasNext()) {
            StateEntry entry = each.next();
            weight += entry.weight();
            if (!page.isEmpty() && (page.size() == limits.page() || weight > limits.pageBytes())) {
                return new Page(page, false);
            }
            page.add(entry);
        }
        return new Page(page, true);
    }
}
