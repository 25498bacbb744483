package dev.parley.hub;

import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Deed;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.Traffic.Recovery;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.ClientMessages;
import dev.parley.hub.memory.ClientMessages.Known;
import dev.parley.hub.memory.SentMessages;
import dev.parley.hub.patch.MergePatch;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Outbound.Text;
import dev.parley.hub.spi.StreamPosition;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A state channel: the newest value of each of its keys, for readers of any speed. Safe for any thread. The lock orders
 * the changes; delivery follows without it.
 */
final class StateChannel implements StateView.Owner {
    private static final String NOTHING = "null";

    private final String name;
    private final String epoch;
    private final StateLimits limits;
    private final InstantSource clock;
    private final ChannelMemory memory;
    private final Traffic traffic;

    private final Object lock = new Object();
    private final StateTable table; // guarded by lock
    private final StateViews views; // guarded by lock
    private final ClientMessages messages; // guarded by lock
    private final Presence presence; // guarded by lock
    private final Expiries expiries = new Expiries(); // guarded by lock
    private boolean retired; // guarded by lock
    private long idleSince; // guarded by lock; milliseconds

    /** A patch to a new value from the one at {@code version}, if the key still has that. */
    private record Guess(long version, Optional<String> patch) {}

    StateChannel(String name, String epoch, StateLimits limits, Presences common, Traffic traffic) {
        this.name = name;
        this.epoch = epoch;
        this.limits = limits;
        this.memory = common.memory();
        this.traffic = traffic;
        this.clock = common.clock();
        this.table = new StateTable(limits);
        this.views = new StateViews(keys -> new StateView(this, lock, table, keys, common.executor()));
        this.messages = new ClientMessages(memory);
        this.presence = common.of(name, lock, new Presence.Listener() {
            @Override
            public void left(String member) {
                idleSince = clock.millis();
            }
        });
        this.idleSince = clock.millis();
    }

    @Override
    public String channel() {
        return name;
    }

    @Override
    public void took(ChannelEvent event) {
        traffic.delivered(event);
    }

    /** Returns the last change of a key. */
    Optional<StateEntry> get(String key) {
        synchronized (lock) {
            return table.get(key);
        }
    }

    /** Adds a reader; empty if the channel has been retired meanwhile. */
    Optional<States.Subscribed> subscribe(Subscriber subscriber, Optional<StreamPosition> since, Set<String> keys) {
        Optional<Why> fault = keys.size() > limits.readKeys()
                ? Optional.of(Why.TOO_MANY_KEYS)
                : keys.stream().flatMap(key -> faultOf(key).stream()).findFirst();
        if (fault.isPresent()) {
            return Optional.of(new States.Rejected(fault.get()));
        }
        NavigableSet<String> wanted = Collections.unmodifiableNavigableSet(new TreeSet<>(keys));
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            StateView view = views.of(wanted);
            boolean known = since.isPresent()
                    && since.get().epoch().equals(epoch)
                    && since.get().offset() <= table.version();
            StatePlace place = known ? view.resumed(since.get().offset()) : new StatePlace.Nowhere();
            StateSubscription subscription = new StateSubscription(view, subscriber, place, false);
            view.add(subscription);
            traffic.subscribed(1);
            if (since.isPresent()) {
                traffic.recovered(known ? Recovery.WHOLE : Recovery.PARTIAL);
            }
            return Optional.of(new States.Accepted(subscription, new StreamPosition(epoch, table.version())));
        }
    }

    @Override
    public void leave(StateView view, StateSubscription reader) {
        synchronized (lock) {
            if (views.remove(view, reader)) {
                traffic.subscribed(-1);
                idleSince = clock.millis();
            }
        }
    }

    /** Makes a change, once if it has a number, or not; empty if the channel has been retired meanwhile. */
    Optional<Outcome> change(StateChange change, Optional<MessageId> once) {
        Optional<Why> fault = faultOf(change.key());
        if (fault.isPresent()) {
            traffic.published(Traffic.Outcome.REFUSED);
            return Optional.of(new Refused(fault.get()));
        }
        Guess guess = guess(change);
        List<StateView> changed = List.of();
        Outcome outcome;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            idleSince = clock.millis();
            long before = table.version();
            outcome = once.isPresent() ? once(change, guess, once.get()) : change(change, guess);
            if (table.version() > before) {
                changed = views.having(change.key());
                changed.forEach(StateView::changed);
            }
        }
        changed.forEach(StateView::walk);
        traffic.published(counted(outcome));
        return Optional.of(outcome);
    }

    private static Traffic.Outcome counted(Outcome outcome) {
        if (outcome instanceof Done) {
            return Traffic.Outcome.ACCEPTED;
        }
        return outcome instanceof Repeated ? Traffic.Outcome.REPEATED : Traffic.Outcome.REFUSED;
    }

    /** Makes somebody a member; empty if the channel has been retired meanwhile. */
    Optional<Hub.Entered> enter(String member, String key) {
        Hub.Entered entered;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            entered = presence.enter(member, key, false);
        }
        presence.deliver();
        return Optional.of(entered);
    }

    Attendance members(String after, int most) {
        return presence.page(after, most);
    }

    /** Looks after the members, and takes values away whose time is over; to be called twice a second. */
    void tick() {
        presence.tick();
        Set<StateView> changed = new LinkedHashSet<>();
        synchronized (lock) {
            for (String key : retired ? List.<String>of() : expiries.tick()) {
                change(StateChange.delete(key), new Guess(0, Optional.empty()));
                changed.addAll(views.having(key));
            }
            changed.forEach(StateView::changed);
        }
        changed.forEach(StateView::walk);
    }

    /** Retires the channel, so that nobody can use it any more, if nobody has for {@code millis}. */
    boolean retire(long millis) {
        synchronized (lock) {
            long idle = Math.max(0, clock.millis() - idleSince); // the clock may have been set back
            return retireIf(idle >= millis);
        }
    }

    /** Retires the channel if it has no keys and nobody reads. */
    boolean retireEmpty() {
        synchronized (lock) {
            return retireIf(table.size() == 0);
        }
    }

    private boolean retireIf(boolean unused) {
        if (!retired && unused && views.areUnread() && presence.isUnused()) {
            retired = true;
            memory.take(-table.bytes());
            messages.clear();
        }
        return retired;
    }

    private Optional<Why> faultOf(String key) {
        boolean bad = key.isEmpty() || Text.utf8Length(key) > limits.keyBytes();
        return bad ? Optional.of(Why.BAD_KEY) : Optional.empty();
    }

    /** Finds the patch that a new value is; without the lock, since that takes a while. */
    private Guess guess(StateChange change) {
        StateEntry old = change.deed() == Deed.SET ? get(change.key()).orElse(null) : null;
        if (old == null || old.isDeleted()) {
            return new Guess(0, Optional.empty());
        }
        return new Guess(old.version(), MergePatch.between(old.value().orElseThrow(), change.text()));
    }

    private Outcome once(StateChange change, Guess guess, MessageId id) {
        String text =
                change.deed() + " " + change.key() + "\n" + change.text() + "\n" + change.condition() + change.life();
        long digest = SentMessages.digest(text);
        Known known = messages.find(id, digest, clock.millis());
        if (known instanceof Known.Repeated repeated) {
            return new Repeated(repeated.number());
        } else if (!(known instanceof Known.New)) {
            return new Refused(known instanceof Known.Reused ? Why.MESSAGE_ID_REUSED : Why.MESSAGE_ID_FORGOTTEN);
        }
        Outcome outcome = change(change, guess);
        if (outcome instanceof Done done) { // what was not done may be wished again
            messages.add(id, digest, done.version(), clock.millis());
        }
        return outcome;
    }

    private Outcome change(StateChange change, Guess guess) {
        Optional<StateEntry> old = table.get(change.key());
        Optional<Outcome> not = unmet(change.condition(), old);
        if (not.isPresent()) {
            return not.get();
        }
        Optional<String> before = old.flatMap(StateEntry::value);
        if (change.deed() == Deed.DELETE) {
            expiries.changed(change.key(), Optional.empty());
            return before.isEmpty() ? new Done(table.version()) : put(old, change, Optional.empty(), Optional.empty());
        }
        if (change.deed() == Deed.SET) {
            boolean right = old.isPresent() && old.get().version() == guess.version();
            return put(old, change, Optional.of(change.text()), right ? guess.patch() : Optional.empty());
        }
        String value = MergePatch.apply(before.orElse(NOTHING), change.text());
        return put(old, change, Optional.of(value), Optional.of(change.text()));
    }

    private Optional<Outcome> unmet(Condition condition, Optional<StateEntry> old) {
        long version = old.map(StateEntry::version).orElse(0L);
        if (condition instanceof Condition.Absent) {
            boolean absent = old.isEmpty() || old.get().isDeleted();
            return absent ? Optional.empty() : Optional.of(new Conflict(version));
        }
        if (condition instanceof Condition.Unchanged unchanged) {
            StreamPosition since = unchanged.since();
            if (!since.epoch().equals(epoch)) {
                return Optional.of(new Conflict(version));
            }
            if (since.offset() > table.version()) {
                return Optional.of(new Refused(Why.FUTURE_VERSION));
            }
            boolean remembered = old.isPresent() || since.offset() >= table.forgotten();
            return remembered && version <= since.offset() ? Optional.empty() : Optional.of(new Conflict(version));
        }
        return Optional.empty();
    }

    private Outcome put(Optional<StateEntry> old, StateChange change, Optional<String> value, Optional<String> patch) {
        if (value.isPresent() && Text.utf8Length(value.get()) > limits.valueBytes()) {
            return new Refused(Why.VALUE_TOO_BIG);
        }
        Optional<String> shorter =
                patch.filter(text -> text.length() < value.map(String::length).orElse(0));
        StateEntry entry = StateEntry.after(old, change.key(), value, table.version() + 1, shorter);
        if (!table.fits(entry)) {
            return new Refused(Why.CHANNEL_FULL);
        }
        if (!memory.reserve(table.growth(entry))) {
            return new Refused(Why.MEMORY_FULL);
        }
        expiries.changed(change.key(), value.isEmpty() ? Optional.empty() : change.life());
        for (StateEntry gone : table.put(entry)) {
            memory.take(-gone.weight());
            views.having(gone.key()).forEach(view -> view.forgot(gone.version()));
        }
        return new Done(entry.version());
    }
}
