package dev.parley.hub;

import java.util.ArrayList;
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
final class StateView implements StateSource {
    /** Steps that are kept: from the last end to this one, and for some of those who are behind. */
    private static final int STEPS = 8;

    private final Object lock; // the channel's
    private final StateTable table; // guarded by lock
    private final NavigableSet<String> keys; // never changed; empty: all
    private final Owner owner;
    private final Readers readers;
    private volatile Reach reach; // replaced under lock
    private long changes; // guarded by lock; of these keys
    private long forgotten; // guarded by lock; highest version of a deletion of these keys that is not remembered

    /** Whose view it is. */
    interface Owner {
        /** Returns the name of the channel. */
        String channel();

        /** A reader has taken something. */
        default void took(ChannelEvent event) {}

        /** Returns what puts its events into words. */
        default StateTeller teller() {
            return StateTeller.VALUES;
        }

        /** Returns whether readers are told of changes now. */
        default boolean isTelling() {
            return true;
        }

        /** Removes a reader of {@code view}; calls {@link #remove} under the lock. */
        void leave(StateView view, StateSubscription reader);
    }

    /** The end, and steps towards it. */
    private record Reach(StatePlace.At end, List<Step> steps) {}

    /** Makes a view without readers; to be called under the lock. */
    StateView(Owner owner, Object lock, StateTable table, NavigableSet<String> keys, Executor executor) {
        this.owner = owner;
        this.lock = lock;
        this.table = table;
        this.keys = keys;
        this.readers = new Readers(executor, this::advance);
        this.changes = keys.isEmpty() ? table.version() : 0;
        this.forgotten = table.forgotten();
        this.reach = new Reach(new StatePlace.At(table.version(), changes, true), List.of());
    }

    @Override
    public String channel() {
        return owner.channel();
    }

    @Override
    public void delivered(ChannelEvent event) {
        owner.took(event);
    }

    @Override
    public void leave(StateSubscription reader) {
        owner.leave(this, reader);
    }

    /** Returns the keys; none for all. */
    NavigableSet<String> keys() {
        return keys;
    }

    /** One of the keys has changed; to be called under the lock, and {@link #walk()} after it without the lock. */
    void changed() {
        changed(1);
    }

    /** One of the keys has changed so often. */
    void changed(long times) {
        changes += times;
    }

    /** A deletion of one of the keys is forgotten; to be called under the lock. */
    void forgot(long version) {
        forgotten = version;
    }

    /** Adds a reader; to be called under the lock. */
    void add(StateSubscription reader) {
        if (readers.isEmpty()) { // then no walk has kept the end where the table is
            reach = new Reach(new StatePlace.At(table.version(), changes, true), List.of());
        }
        readers.add(reader);
    }

    /** Removes a reader; {@code false} if there was no such. To be called under the lock. */
    boolean remove(StateSubscription reader) {
        boolean removed = readers.remove(reader);
        if (readers.isEmpty()) {
            reach = new Reach(reach.end(), List.of()); // nobody needs the steps
        }
        return removed;
    }

    /** Returns those who read now. */
    List<StateSubscription> readers() {
        return readers.all();
    }

    boolean isUnread() {
        return readers.isEmpty();
    }

    /** Delivers to all readers what happened before this call. */
    void walk() {
        readers.walk();
    }

    private void advance() {
        synchronized (lock) {
            if (owner.isTelling() && reach.end().changes() != changes) {
                step(reach.end());
            }
        }
    }

    /** Returns the place of a reader that comes back and knew the channel as it was at {@code version}. */
    StatePlace resumed(long version) {
        return new StatePlace.At(version, keys.isEmpty() ? version : -1, true);
    }

    @Override
    public @Nullable Step next(StatePlace from) {
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
        return snapshot(from, fresh(end), end);
    }

    private Step changes(StatePlace.At at, StatePlace.At end) {
        StateTable.Page page = table.changes(keys, at.version());
        if (!page.last()) {
            return sweep(at, new StatePlace.Sweep(at.version(), end.version(), "", false, changes, at.changes()), end);
        }
        if (!owner.teller().canTell(known(at), page.entries())) {
            return snapshot(at, fresh(end), end);
        }
        return page.entries().isEmpty() ? new Step(at, end, Optional.empty()) : told(at, end, page, at.changes());
    }

    private Step sweep(StatePlace from, StatePlace.Sweep sweep, StatePlace.At end) {
        StateTable.Page page = table.sweep(keys, sweep.from(), sweep.key());
        if (page.last() && sweep.begun() == changes) {
            return told(from, end, page, sweep.changes());
        }
        StatePlace.Sweep to = sweep.at(keyOf(page, sweep.key()), page.entries().size());
        return new Step(from, page.last() ? to.over() : to, changed(known(from), 0, page, 0));
    }

    /** Makes the step that brings a reader to the end, of whose changes it knew so many. */
    private Step told(StatePlace from, StatePlace.At end, StateTable.Page page, long known) {
        long skipped =
                known < 0 ? 0 : Math.max(0, changes - known - page.entries().size());
        return new Step(from, end, changed(known(from), end.version(), page, skipped));
    }

    private Optional<Delivery> changed(long after, long version, StateTable.Page page, long skipped) {
        return owner.teller()
                .changes(after, version, page.entries(), skipped)
                .map(told -> new Delivery(channel(), told));
    }

    private StatePlace.Sweep fresh(StatePlace.At end) {
        return new StatePlace.Sweep(0, end.version(), "", true, changes, -1);
    }

    private Step snapshot(StatePlace from, StatePlace.Sweep sweep, StatePlace.At end) {
        StateTable.Page page = table.values(keys, sweep.key());
        boolean exact = page.last() && sweep.begun() == changes;
        StatePlace.Sweep to = sweep.at(keyOf(page, sweep.key()), page.entries().size());
        ChannelEvent told = owner.teller()
                .snapshot(exact ? end.version() : 0, page.entries(), sweep.key().isEmpty(), !page.last());
        return new Step(from, exact ? end : page.last() ? to.over() : to, Optional.of(new Delivery(channel(), told)));
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
