package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The readers of the same keys of a state channel. A reader is no more than a {@link StatePlace}; what leads from a place to
 * the end is made once, for all who stand there. Safe for any thread.
 *
 * <p>The end is not where the table is but where it was when the last step was made: readers that keep up then move from
 * end to end together, and share every message, though the table changes while a walk is on its way.
 */
final class StateView {
    /** Steps that are kept: from the last end to this one, and for some of those who are behind. */
    private static final int STEPS = 8;

    private static final StateSubscription[] NONE = {};

    private final Object lock; // the channel's
    private final StateTable table; // guarded by lock
    private final NavigableSet<String> keys; // never changed; empty: all
    private final Walk walk;
    private volatile StateSubscription[] readers = NONE; // replaced under lock
    private volatile Reach reach; // replaced under lock
    private long changes; // guarded by lock; of these keys
    private long forgotten; // guarded by lock; highest version of a deletion of these keys that is not remembered

    /**
     * What a reader is told next.
     *
     * @param delivery the event; empty if there is nothing to tell
     */
    record Step(StatePlace from, StatePlace to, Optional<Delivery> delivery) {}

    /** The end, and steps towards it. */
    private record Reach(StatePlace.At end, List<Step> steps) {}

    /** Makes a view without readers; to be called under the lock. */
    StateView(Object lock, StateTable table, NavigableSet<String> keys, Executor executor) {
        this.lock = lock;
        this.table = table;
        this.keys = keys;
        this.walk = new Walk(executor, this::round);
        this.changes = keys.isEmpty() ? table.version() : 0;
        this.forgotten = table.forgotten();
        this.reach = new Reach(new StatePlace.At(table.version(), changes, true), List.of());
    }

    /** Returns the keys; none for all. */
    NavigableSet<String> keys() {
        return keys;
    }

    /** One of the keys has changed; to be called under the lock, and {@link #walk()} after it without the lock. */
    void changed() {
        changes++;
    }

    /** A deletion of one of the keys is forgotten; to be called under the lock. */
    void forgot(long version) {
        forgotten = version;
    }

    /** Adds a reader; to be called under the lock. */
    void add(StateSubscription reader) {
        StateSubscription[] more = Arrays.copyOf(readers, readers.length + 1);
        more[more.length - 1] = reader;
        readers = more;
    }

    /** Removes a reader; {@code false} if it had been removed before. To be called under the lock. */
    boolean remove(StateSubscription reader) {
        int before = readers.length;
        readers = Arrays.stream(readers).filter(other -> other != reader).toArray(StateSubscription[]::new);
        if (isUnread()) {
            reach = new Reach(reach.end(), List.of()); // nobody needs the steps
        }
        return readers.length < before;
    }

    boolean isUnread() {
        return readers.length == 0;
    }

    /** Delivers to all readers what happened before this call. */
    void walk() {
        if (!isUnread()) {
            walk.request();
        }
    }

    private void round() {
        synchronized (lock) {
            if (reach.end().changes() != changes) {
                step(reach.end());
            }
        }
        for (StateSubscription reader : readers) {
            reader.request();
        }
    }

    /** Returns the place of a reader that comes back and knew the channel as it was at {@code version}. */
    StatePlace resumed(long version) {
        return new StatePlace.At(version, keys.isEmpty() ? version : -1, true);
    }

    /** Returns what to tell a reader next; {@code null} if it is at the end. */
    @Nullable
    Step next(StatePlace from) {
        Reach present = reach;
        if (from.equals(present.end())) {
            return null;
        }
        Step known = known(present, from);
        return known == null ? made(from) : known;
    }

    private @Nullable Step made(StatePlace from) {
        synchronized (lock) {
            if (from.equals(reach.end())) { // moved here meanwhile
                return null;
            }
            Step known = known(reach, from);
            return known == null ? step(from) : known;
        }
    }

    private static @Nullable Step known(Reach reach, StatePlace from) {
        for (Step step : reach.steps()) {
            if (step.from().equals(from)) {
                return step;
            }
        }
        return null;
    }

    /** Makes a step with what the table has now, and moves the end there. */
    private Step step(StatePlace from) {
        StatePlace.At end = reach.end();
        List<Step> steps = new ArrayList<>(2);
        if (end.version() == table.version()) {
            steps.addAll(
                    reach.steps().subList(0, Math.min(STEPS - 1, reach.steps().size())));
        } else {
            end = new StatePlace.At(table.version(), changes, true);
        }
        Step step = step(from, end);
        steps.add(step);
        reach = new Reach(end, List.copyOf(steps));
        return step;
    }

    private Step step(StatePlace from, StatePlace.At end) {
        if (from instanceof StatePlace.At at && at.version() >= forgotten) {
            return changes(at, end);
        }
        if (from instanceof StatePlace.Sweep sweep && sweep.horizon() >= forgotten) {
            return sweep.fresh() ? snapshot(from, sweep, end) : sweep(from, sweep, end);
        }
        return snapshot(from, new StatePlace.Sweep(0, end.version(), "", true, changes, -1), end);
    }

    private Step changes(StatePlace.At at, StatePlace.At end) {
        StateTable.Page page = table.changes(keys, at.version());
        if (!page.last()) {
            return sweep(at, new StatePlace.Sweep(at.version(), end.version(), "", false, changes, at.changes()), end);
        }
        return page.entries().isEmpty() ? new Step(at, end, Optional.empty()) : told(at, end, page, at.changes());
    }

    private Step sweep(StatePlace from, StatePlace.Sweep sweep, StatePlace.At end) {
        StateTable.Page page = table.sweep(keys, sweep.from(), sweep.key());
        if (page.last() && sweep.begun() == changes) {
            return told(from, end, page, sweep.changes());
        }
        StatePlace.Sweep to = sweep.at(keyOf(page, sweep.key()), page.entries().size());
        Delivery told = new Delivery(new Changed(known(from), 0, page.entries(), 0));
        return new Step(from, page.last() ? to.over() : to, Optional.of(told));
    }

    /** Makes the step that brings a reader to the end, of whose changes it knew so many. */
    private Step told(StatePlace from, StatePlace.At end, StateTable.Page page, long known) {
        long skipped =
                known < 0 ? 0 : Math.max(0, changes - known - page.entries().size());
        Delivery told = new Delivery(new Changed(known(from), end.version(), page.entries(), skipped));
        return new Step(from, end, Optional.of(told));
    }

    private Step snapshot(StatePlace from, StatePlace.Sweep sweep, StatePlace.At end) {
        StateTable.Page page = table.values(keys, sweep.key());
        boolean exact = page.last() && sweep.begun() == changes;
        StatePlace.Sweep to = sweep.at(keyOf(page, sweep.key()), page.entries().size());
        Delivery told = new Delivery(new Snapshot(
                exact ? end.version() : 0, page.entries(), sweep.key().isEmpty(), !page.last()));
        return new Step(from, exact ? end : page.last() ? to.over() : to, Optional.of(told));
    }

    /** Returns the version of the channel of which a reader knows all values; 0 if there is none. */
    private static long known(StatePlace place) {
        return place instanceof StatePlace.At at && at.exact() ? at.version() : 0;
    }

    private static String keyOf(StateTable.Page page, String otherwise) {
        List<StateEntry> entries = page.entries();
        return entries.isEmpty() ? otherwise : entries.get(entries.size() - 1).key();
    }
}
