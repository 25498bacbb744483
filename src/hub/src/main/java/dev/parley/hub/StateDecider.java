package dev.parley.hub;

import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Deed;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.ClientMessages;
import dev.parley.hub.memory.ClientMessages.Known;
import dev.parley.hub.memory.SentMessages;
import dev.parley.hub.patch.MergePatch;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Outbound.Text;
import dev.parley.hub.spi.SentChange;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateValue;
import dev.parley.hub.spi.StateWrite;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what becomes of changes of a state channel. A change is decided upon everything that was decided before it, kept
 * or not; the table has only what is kept. When it turns out that nobody knows whether the rest is, the rest is {@linkplain
 * #drop() dropped}. Not safe for threads: the channel's lock guards it.
 */
final class StateDecider {
    private static final String NOTHING = "null";

    private final String epoch;
    private final StateLimits limits;
    private final ChannelMemory memory;
    private final StateTable table;
    private final ClientMessages messages;
    private final Map<String, StateEntry> waiting = new HashMap<>(0); // decided and not kept, by key: the newest
    private final Map<MessageId, SentChange> sent = new HashMap<>(0); // decided and not kept
    private long version; // after all that is decided
    private int size; // keys with a value, after all that is decided
    private long bytes; // of entries, after all that is decided; as much is taken of the memory

    /** A patch to a new value from the one at {@code version}, if the key still has that. */
    record Guess(long version, Optional<String> patch) {}

    /**
     * What becomes of a change.
     *
     * @param entry what it makes of its key; empty if nothing
     * @param growth bytes that it takes, and has been given
     * @param sent remembers the client's number; empty if there is none, or nothing to remember
     */
    record Decision(
            Outcome outcome,
            Optional<StateEntry> entry,
            int growth,
            Optional<Duration> life,
            Optional<SentChange> sent) {
        /** Nothing is to be kept. */
        Decision(Outcome outcome) {
            this(outcome, Optional.empty(), 0, Optional.empty(), Optional.empty());
        }

        /** Returns whether there is something to keep. */
        boolean isNews() {
            return entry.isPresent() || sent.isPresent();
        }
    }

    StateDecider(String epoch, StateLimits limits, ChannelMemory memory) {
        this.epoch = epoch;
        this.limits = limits;
        this.memory = memory;
        this.table = new StateTable(limits);
        this.messages = new ClientMessages(memory);
    }

    /** Returns what is kept. */
    StateTable table() {
        return table;
    }

    /** Returns whether a change of a key is decided and not kept yet. */
    boolean isWaiting(String key) {
        return waiting.containsKey(key);
    }

    private Optional<StateEntry> get(String key) {
        StateEntry decided = waiting.get(key);
        return decided == null ? table.get(key) : Optional.of(decided);
    }

    /** Finds the value that a new one may be a patch to; empty if there is none to make a patch of. */
    Optional<StateEntry> base(StateChange change) {
        return change.deed() == Deed.SET ? get(change.key()).filter(old -> !old.isDeleted()) : Optional.empty();
    }

    /** Finds the patch that a new value is; to be called without a lock, since that takes a while. */
    static Guess guess(StateChange change, Optional<StateEntry> base) {
        return base.map(old ->
                        new Guess(old.version(), MergePatch.between(old.value().orElseThrow(), change.text())))
                .orElse(new Guess(0, Optional.empty()));
    }

    /** Decides, once for a client's number. The memory for it is taken. */
    Decision decide(StateChange change, Guess guess, Optional<MessageId> once, long nowMillis) {
        if (once.isEmpty()) {
            return decide(change, guess);
        }
        MessageId id = once.get();
        long digest = digest(change);
        Known known = find(id, digest, nowMillis);
        if (known instanceof Known.Repeated repeated) {
            return new Decision(new Repeated(repeated.number()));
        } else if (!(known instanceof Known.New)) {
            return new Decision(
                    new Refused(known instanceof Known.Reused ? Why.MESSAGE_ID_REUSED : Why.MESSAGE_ID_FORGOTTEN));
        }
        Decision made = decide(change, guess);
        if (!(made.outcome() instanceof Done done)) {
            return made; // what was not done may be wished again
        }
        SentChange number = new SentChange(id, digest, done.version(), nowMillis);
        return new Decision(done, made.entry(), made.growth(), made.life(), Optional.of(number));
    }

    private static long digest(StateChange change) {
        return SentMessages.digest(
                change.deed() + " " + change.key() + "\n" + change.text() + "\n" + change.condition() + change.life());
    }

    private Known find(MessageId id, long digest, long nowMillis) {
        SentChange unkept = sent.get(id);
        if (unkept == null) {
            return messages.find(id, digest, nowMillis);
        }
        return unkept.digest() == digest ? new Known.Repeated(unkept.version()) : new Known.Reused(unkept.version());
    }

    private Decision decide(StateChange change, Guess guess) {
        Optional<StateEntry> old = get(change.key());
        Optional<Outcome> not = unmet(change.condition(), old);
        if (not.isPresent()) {
            return new Decision(not.get());
        }
        Optional<String> before = old.flatMap(StateEntry::value);
        if (change.deed() == Deed.DELETE) {
            return before.isEmpty()
                    ? new Decision(new Done(version))
                    : put(old, change, Optional.empty(), Optional.empty());
        }
        if (change.deed() == Deed.SET) {
            boolean right = old.isPresent() && old.get().version() == guess.version();
            return put(old, change, Optional.of(change.text()), right ? guess.patch() : Optional.empty());
        }
        String value = MergePatch.apply(before.orElse(NOTHING), change.text());
        return put(old, change, Optional.of(value), Optional.of(change.text()));
    }

    private Optional<Outcome> unmet(Condition condition, Optional<StateEntry> old) {
        long changed = old.map(StateEntry::version).orElse(0L);
        if (condition instanceof Condition.Absent) {
            boolean absent = old.isEmpty() || old.get().isDeleted();
            return absent ? Optional.empty() : Optional.of(new Conflict(changed));
        }
        if (condition instanceof Condition.Unchanged unchanged) {
            StreamPosition since = unchanged.since();
            if (!since.epoch().equals(epoch)) {
                return Optional.of(new Conflict(changed));
            }
            if (since.offset() > version) {
                return Optional.of(new Refused(Why.FUTURE_VERSION));
            }
            boolean remembered = old.isPresent() || since.offset() >= table.forgotten();
            return remembered && changed <= since.offset() ? Optional.empty() : Optional.of(new Conflict(changed));
        }
        return Optional.empty();
    }

    private Decision put(Optional<StateEntry> old, StateChange change, Optional<String> value, Optional<String> patch) {
        if (value.isPresent() && Text.utf8Length(value.get()) > limits.valueBytes()) {
            return new Decision(new Refused(Why.VALUE_TOO_BIG));
        }
        Optional<String> shorter =
                patch.filter(text -> text.length() < value.map(String::length).orElse(0));
        StateEntry entry = StateEntry.after(old, change.key(), value, version + 1, shorter);
        int growth = entry.weight() - old.map(StateEntry::weight).orElse(0);
        if (!fits(entry, growth, old)) {
            return new Decision(new Refused(Why.CHANNEL_FULL));
        }
        if (!memory.reserve(growth)) {
            return new Decision(new Refused(Why.MEMORY_FULL));
        }
        Optional<Duration> life = value.isEmpty() ? Optional.empty() : change.life();
        return new Decision(new Done(entry.version()), Optional.of(entry), growth, life, Optional.empty());
    }

    /** Returns whether there is room; to delete there always is. */
    private boolean fits(StateEntry entry, int growth, Optional<StateEntry> old) {
        boolean hadValue = old.isPresent() && !old.get().isDeleted();
        return entry.isDeleted()
                || ((hadValue || size < limits.keys()) && (growth <= 0 || bytes + growth <= limits.bytes()));
    }

    /** Makes of a decision what the store is to keep. */
    StateWrite written(long number, Decision decision, long nowMillis) {
        long until = decision.life().map(time -> nowMillis + time.toMillis()).orElse(0L);
        Optional<StateValue> value =
                decision.entry().map(entry -> new StateValue(entry.key(), entry.value(), entry.version(), until));
        long after = decision.entry().map(StateEntry::version).orElse(version);
        return new StateWrite(number, after, value, decision.sent());
    }

    /** The store has not taken a decision: it never was. */
    void refuse(Decision decision) {
        memory.take(-decision.growth());
    }

    /** The store has taken a decision, which is to be {@linkplain #keep kept} or {@linkplain #drop() dropped}. */
    void take(Decision decision) {
        decision.sent().ifPresent(change -> sent.put(change.id(), change));
        bytes += decision.growth();
        if (decision.entry().isPresent()) {
            StateEntry entry = decision.entry().get();
            boolean hadValue = get(entry.key()).filter(old -> !old.isDeleted()).isPresent();
            size += (entry.isDeleted() ? 0 : 1) - (hadValue ? 1 : 0);
            version = entry.version();
            waiting.put(entry.key(), entry);
        }
    }

    /**
     * A decision is kept: it is in the table now.
     *
     * @return the deletions that are forgotten for it
     */
    List<StateEntry> keep(Decision decision) {
        decision.sent().ifPresent(change -> {
            sent.remove(change.id());
            remember(change);
        });
        if (decision.entry().isEmpty()) {
            return List.of();
        }
        StateEntry entry = decision.entry().get();
        waiting.remove(entry.key(), entry);
        List<StateEntry> gone = table.put(entry);
        gone.forEach(this::forgotten);
        return gone;
    }

    private void forgotten(StateEntry gone) {
        if (!waiting.containsKey(gone.key())) { // else its bytes were given to what waits in its place
            bytes -= gone.weight();
            memory.take(-gone.weight());
        }
    }

    private void remember(SentChange change) {
        messages.add(change.id(), change.digest(), change.version(), change.time());
    }

    /** Nobody knows whether what was taken is kept: it is decided anew. */
    void drop() {
        waiting.clear();
        sent.clear();
        restart();
    }

    private void restart() {
        memory.take(table.bytes() - bytes);
        bytes = table.bytes();
        size = table.size();
        version = table.version();
    }

    /**
     * Takes up what is kept elsewhere, while nothing waits.
     *
     * @return the deletions that are forgotten for it
     */
    List<StateEntry> restore(StateContent content) {
        List<StateEntry> gone = new ArrayList<>();
        for (StateValue kept : content.values()) {
            Optional<StateEntry> old = table.get(kept.key());
            gone.addAll(table.put(StateEntry.after(old, kept.key(), kept.value(), kept.version(), Optional.empty())));
        }
        table.advance(content.version(), content.forgotten());
        for (SentChange change : content.sent()) {
            if (messages.find(change.id(), change.digest(), change.time()) instanceof Known.New) {
                remember(change);
            }
        }
        restart();
        return gone;
    }

    /** Gives the memory back; to be called once. */
    void close() {
        memory.take(-bytes);
        messages.clear();
    }
}
