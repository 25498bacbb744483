package dev.parley.hub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Function;

/**
 * The views of a state channel: one of all its keys, and those of some keys that readers want by name. A change concerns
 * the first and, found by key, those of the others that have the key. Not safe for threads: the channel's lock guards it.
 */
final class StateViews {
    private final Function<NavigableSet<String>, StateView> make;
    private final StateView all;
    private final Map<NavigableSet<String>, StateView> some = new HashMap<>();
    private final Map<String, Set<StateView>> byKey = new HashMap<>(); // those of some

    StateViews(Function<NavigableSet<String>, StateView> make) {
        this.make = make;
        this.all = make.apply(Collections.emptyNavigableSet());
    }

    /** Returns the view of these keys, of all if there are none. */
    StateView of(NavigableSet<String> keys) {
        if (keys.isEmpty()) {
            return all;
        }
        return some.computeIfAbsent(keys, absent -> {
            StateView view = make.apply(absent);
            absent.forEach(
                    key -> byKey.computeIfAbsent(key, first -> new HashSet<>()).add(view));
            return view;
        });
    }

    /** Returns the view of all keys. */
    StateView all() {
        return all;
    }

    /** Returns everybody who reads. */
    List<StateSubscription> readers() {
        List<StateSubscription> readers = new ArrayList<>(all.readers());
        some.values().forEach(view -> readers.addAll(view.readers()));
        return readers;
    }

    /** Returns the views that have a key. */
    List<StateView> having(String key) {
        List<StateView> having = new ArrayList<>(byKey.getOrDefault(key, Set.of()));
        having.add(all);
        return having;
    }

    /** Returns whether nobody reads. */
    boolean areUnread() {
        return some.isEmpty() && all.isUnread();
    }

    /** Removes a reader, and its view if it was the last one; {@code false} if it had been removed before. */
    boolean remove(StateView view, StateSubscription reader) {
        if (!view.remove(reader)) {
            return false;
        }
        if (view != all && view.isUnread()) {
            some.remove(view.keys());
            for (String key : view.keys()) {
                byKey.computeIfPresent(key, (same, views) -> {
                    views.remove(view);
                    return views.isEmpty() ? null : views;
                });
            }
        }
        return true;
    }
}
