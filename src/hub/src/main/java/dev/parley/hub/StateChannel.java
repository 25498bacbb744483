package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A state channel: the newest value of each of its keys, for readers of any speed. Safe for any thread. As in {@link
 * Channel}, the lock orders changes, and delivery follows without it.
 */
public final class StateChannel {
    /** Expect nothing of the key's version when it is put. */
    public static final long ANY_VERSION = -1;

    private static final int ROUNDS = 4;
    private static final StateSubscription[] NONE = {};

    private final String name;
    private final String epoch;
    private final Executor executor;
    private final Object lock = new Object();
    private final StateTable table; // guarded by lock
    private @Nullable Cached cached; // guarded by lock: readers that keep up ask for the same
    private volatile StateSubscription[] subscriptions = NONE; // replaced under lock
    private final AtomicInteger work = new AtomicInteger(); // requests to the walk

    /** What became of a change. */
    public sealed interface Put permits Done, Conflict, Full {}

    /** It was made; the channel, and the key unless it was deleted, have this version. */
    public record Done(long version) implements Put {}

    /** The key does not have the expected version but this one; 0: it has no value. */
    public record Conflict(long version) implements Put {}

    /** The channel has as many keys or bytes as it may have. */
    public record Full() implements Put {}

    /**
     * What to tell a reader next.
     *
     * @param delivery the event
     * @param version what the reader knows after it
     * @param until version of the snapshot that the reader is in after it; 0 if in none
     */
    record Step(Delivery delivery, long version, long until) {}

    private record Cached(long after, long until, long at, Step step) {}

    StateChannel(String name, String epoch, StateLimits limits, Executor executor) {
        this.name = name;
        this.epoch = epoch;
        this.executor = executor;
        this.table = new StateTable(limits);
    }

    /** Returns the name of the channel. */
    public String name() {
        return name;
    }

    /** Returns the epoch: versions of another one have nothing to do with these. */
    public String epoch() {
        return epoch;
    }

    /** Returns the version of the last change. */
    public long version() {
        synchronized (lock) {
            return table.version();
        }
    }

    /** Returns a key as it is, for a change that depends on its value; empty if it has none. */
    public Optional<StateEntry> get(String key) {
        synchronized (lock) {
            return table.get(key).filter(entry -> entry.value().isPresent());
        }
    }

    /**
     * Sets a key, or deletes it.
     *
     * @param value JSON text; empty to delete
     * @param patch merge patch (RFC 7396) from the expected version's value, for readers that know it
     * @param expected version that the key must have, 0 for none; {@link #ANY_VERSION} for whatever it has
     */
    public Put put(String key, Optional<String> value, Optional<String> patch, long expected) {
        OptionalLong version;
        synchronized (lock) {
            long present = table.versionOf(key);
            if (expected != ANY_VERSION && expected != present) {
                return new Conflict(present);
            }
            version = table.put(key, value, expected == ANY_VERSION ? Optional.empty() : patch);
        }
        if (version.isEmpty()) {
            return new Full();
        }
        walk();
        return new Done(version.getAsLong());
    }

    /**
     * Adds a reader; nothing is delivered until {@link StateSubscription#start()}.
     *
     * @param since version of this epoch up to which the reader knows everything; empty if it knows nothing
     */
    public StateSubscription subscribe(Subscriber subscriber, OptionalLong since) {
        StateSubscription subscription = new StateSubscription(this, subscriber, since.orElse(-1));
        synchronized (lock) {
            StateSubscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
            more[more.length - 1] = subscription;
            subscriptions = more;
        }
        return subscription;
    }

    void leave(StateSubscription subscription) {
        synchronized (lock) {
            subscriptions = Arrays.stream(subscriptions)
                    .filter(other -> other != subscription)
                    .toArray(StateSubscription[]::new);
        }
    }

    /** Returns what comes next for a reader that knows everything up to {@code after}; {@code null} if nothing does. */
    @Nullable
    Step after(long after, long until) {
        synchronized (lock) {
            if (until == 0 && after == table.version()) {
                return null;
            }
            Cached last = cached;
            if (last == null || last.after() != after || last.until() != until || last.at() != table.version()) {
                last = new Cached(after, until, table.version(), step(after, until));
                cached = last;
            }
            return last.step();
        }
    }

    private Step step(long after, long until) {
        if (until > 0) {
            return snapshot(after, until, false);
        }
        if (!table.remembers(after)) { // -1 included
            return snapshot(0, table.version(), true);
        }
        List<StateEntry> page = table.page(after, 0);
        long version = table.hasPage(lastOf(page), 0) ? lastOf(page) : table.version();
        return new Step(new Delivery(name, new Changed(after, version, page)), version, 0);
    }

    private Step snapshot(long after, long until, boolean first) {
        List<StateEntry> page = until == 0 ? List.of() : table.page(after, until);
        boolean more = !page.isEmpty() && table.hasPage(lastOf(page), until);
        long version = more ? lastOf(page) : until;
        return new Step(new Delivery(name, new Snapshot(version, page, first, more)), version, more ? until : 0);
    }

    private static long lastOf(List<StateEntry> page) {
        return page.get(page.size() - 1).version();
    }

    private void walk() {
        if (work.getAndIncrement() == 0) {
            walkRounds();
        }
    }

    private void walkRounds() {
        for (int round = 1; ; round++) {
            int seen = work.get();
            for (StateSubscription subscription : subscriptions) {
                subscription.pump();
            }
            if (work.addAndGet(-seen) == 0) {
                return;
            }
            if (round == ROUNDS) {
                executor.execute(this::walkRounds);
                return;
            }
        }
    }
}
