package dev.parley.hub;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryChannelLog;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.Publication;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Logs that tell what became of a draft when the test wants it: the hub's view of a disk. For one thread. */
public final class LateLogs implements ChannelLogs {
    /** Whether logs can be neither opened nor read. */
    public boolean broken;

    private final List<LateLog> opened = new ArrayList<>();

    /** Begins without any. */
    public LateLogs() {}

    @Override
    public ChannelLog open(String channel) {
        if (broken) {
            throw new LogUnavailableException("broken");
        }
        LateLog log = new LateLog("epoch00" + (opened.size() + 1));
        opened.add(log);
        return log;
    }

    /** Returns the log that was opened last. */
    public LateLog last() {
        return opened.get(opened.size() - 1);
    }

    /** A log on a disk that has yet to write. */
    public final class LateLog implements ChannelLog {
        private final ChannelLog log;
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private Optional<Listener> listener = Optional.empty();

        private record Waiting(Draft draft, Consumer<Appended> later) {}

        private LateLog(String epoch) {
            this.log = new InMemoryChannelLog(
                    epoch, new LogBounds(10, Long.MAX_VALUE), Duration.ofDays(1), new ChannelMemory(Long.MAX_VALUE));
        }

        /** Writes all drafts, and tells of them. */
        public void write() {
            write(waiting.size());
        }

        /** Writes so many drafts, and tells of all of them at once. */
        public void write(int count) {
            List<Publication> fresh = new ArrayList<>();
            List<Runnable> outcomes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Waiting next = waiting.remove();
                Appended appended = log.append(next.draft(), later -> {}).orElseThrow();
                if (appended instanceof Appended.New made) {
                    fresh.add(made.publication());
                }
                outcomes.add(() -> next.later().accept(appended));
            }
            if (!fresh.isEmpty()) {
                listener.orElseThrow().appended(fresh);
            }
            outcomes.forEach(Runnable::run);
        }

        /** Cannot write. */
        public void fail() {
            while (!waiting.isEmpty()) {
                waiting.remove().later().accept(new Appended.Unavailable());
            }
        }

        /** Ends. */
        public void end() {
            listener.orElseThrow().ended();
        }

        @Override
        public void listen(Listener told) {
            listener = Optional.of(told);
        }

        @Override
        public String epoch() {
            return log.epoch();
        }

        @Override
        public long top() {
            return log.top();
        }

        @Override
        public long first() {
            return log.first();
        }

        @Override
        public Optional<Appended> append(Draft draft, Consumer<Appended> later) {
            waiting.add(new Waiting(draft, later));
            return Optional.empty();
        }

        @Override
        public boolean isSettled() {
            return waiting.isEmpty();
        }

        @Override
        public List<Publication> read(long after, int limit) {
            if (broken) {
                throw new LogUnavailableException("broken");
            }
            return log.read(after, limit);
        }
    }
}
