package dev.parley.hub;

import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.SentChange;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StateValue;
import dev.parley.hub.spi.StateWrite;
import dev.parley.hub.spi.StoredState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps values at once, or when the test wants it: the hub's view of a database. For one thread. */
public final class LateStates implements StateStore {
    /** Whether nothing can be opened or written. */
    public boolean broken;

    /** Whether writes wait until the test lets them be done. */
    public boolean late = true;

    /** Epoch of what is opened. */
    public String epoch = "e";

    private final Map<String, Rows> tables = new HashMap<>();
    private Optional<Late> last = Optional.empty();

    private static final class Rows {
        private final Map<String, StateValue> values = new TreeMap<>();
        private final List<SentChange> sent = new ArrayList<>();
        private long version;
        private long forgotten;

        private StateContent after(long since) {
            return new StateContent(
                    version,
                    forgotten,
                    values.values().stream()
                            .filter(value -> value.version() > since)
                            .sorted(Comparator.comparingLong(StateValue::version))
                            .toList(),
                    sent.stream().filter(change -> change.version() > since).toList());
        }
    }

    /** Begins without any. */
    public LateStates() {}

    @Override
    public StoredState open(String channel) {
        if (broken) {
            throw new LogUnavailableException("broken");
        }
        Late opened = new Late(epoch, tables.computeIfAbsent(channel, absent -> new Rows()));
        last = Optional.of(opened);
        return opened;
    }

    @Override
    public boolean isLasting(String channel) {
        return true;
    }

    /** Returns what was opened last. */
    public Late last() {
        return last.orElseThrow();
    }

    /** What keeps one channel. */
    public final class Late implements StoredState {
        private final String name;
        private final Rows rows;
        private final ArrayDeque<StateWrite> waiting = new ArrayDeque<>();
        private Optional<Listener> listener = Optional.empty();
        private long told; // version

        private Late(String epoch, Rows rows) {
            this.name = epoch;
            this.rows = rows;
            this.told = rows.version;
        }

        /** Writes everything, and tells of it at once. */
        public void write() {
            write(waiting.size());
        }

        /** Writes so many, and tells of them at once. */
        public void write(int count) {
            long number = commit(count);
            told = rows.version;
            listener.orElseThrow().kept(number);
        }

        private long commit(int count) {
            long number = 0;
            for (int i = 0; i < count; i++) {
                StateWrite write = waiting.remove();
                keep(write);
                number = write.number();
            }
            return number;
        }

        private void keep(StateWrite write) {
            write.value().ifPresent(value -> rows.values.put(value.key(), value));
            write.sent().ifPresent(rows.sent::add);
            rows.version = write.version();
        }

        /** Is lost after so many were written, of which nobody could be told; and is found again. */
        public void lose(int written) {
            commit(written);
            waiting.clear();
            listener.orElseThrow().lost();
            if (rows.version > told || written > 0) {
                listener.orElseThrow().found(rows.after(told));
                told = rows.version;
            }
        }

        /** Ends. */
        public void end() {
            listener.orElseThrow().ended();
        }

        /** Returns how many writes wait. */
        public int waiting() {
            return waiting.size();
        }

        @Override
        public String epoch() {
            return name;
        }

        @Override
        public StateContent content() {
            return rows.after(0);
        }

        @Override
        public void listen(Listener heard) {
            listener = Optional.of(heard);
        }

        @Override
        public Taken write(StateWrite write) {
            if (broken) {
                return Taken.REFUSED;
            }
            if (late) {
                waiting.add(write);
                return Taken.LATER;
            }
            keep(write);
            told = rows.version;
            return Taken.KEPT;
        }

        @Override
        public void forget(String key, long version) {
            StateValue value = rows.values.get(key);
            if (!broken && value != null && value.version() == version) {
                rows.values.remove(key);
                rows.forgotten = Math.max(rows.forgotten, version);
            }
        }

        @Override
        public void close() {
            if (!waiting.isEmpty()) {
                throw new IllegalStateException(waiting.size() + " writes wait");
            }
        }
    }
}
