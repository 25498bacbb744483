package dev.parley.store.jdbc;

import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateValue;
import dev.parley.hub.spi.StateWrite;
import dev.parley.hub.spi.StoredState;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one channel of values has in a database. The channel decides and numbers; the writer writes, and the teller says how
 * far that came.
 */
final class JdbcState implements StoredState {
    private final String channel;
    private final String epoch;
    private final boolean synced;
    private final JdbcLogs logs;
    private final AtomicInteger written = new AtomicInteger(); // numbers of clients, since they were trimmed
    private StateContent content; // until it is handed over
    private volatile long id; // written by the writer
    private volatile long told; // version up to which the channel was told; written by the teller
    private boolean confirmed; // confined to the writer: the row is there, and was used lately
    private boolean open; // confined to the writer: nobody knows what became of some write
    private volatile @Nullable Listener listener;
    private volatile boolean ended;

    JdbcState(String channel, LogTables.Place place, StateContent content, boolean synced, JdbcLogs logs) {
        this.channel = channel;
        this.epoch = place.epoch();
        this.id = place.id();
        this.content = content;
        this.told = content.version();
        this.synced = synced;
        this.logs = logs;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public StateContent content() {
        StateContent all = content;
        content = StateContent.NONE; // the channel has it now
        return all;
    }

    @Override
    public void listen(Listener heard) {
        listener = heard;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a text is longer than {@value JdbcChannelLog#MAX_TEXT} characters, or holds U+0000
     */
    @Override
    public Taken write(StateWrite write) {
        write.value().ifPresent(JdbcState::check);
        if (ended || !logs.writer().offer(new ValueEntry(this, write))) {
            return Taken.REFUSED;
        }
        if (write.sent().isPresent()) {
            written.incrementAndGet();
        }
        return Taken.LATER;
    }

    private static void check(StateValue value) {
        JdbcChannelLog.check(value.key());
        value.value().ifPresent(JdbcChannelLog::check);
    }

    @Override
    public void forget(String key, long version) {
        if (!ended) {
            logs.writer().offer(new ForgetEntry(this, key, version));
        }
    }

    @Override
    public void close() {
        logs.closed(this);
    }

    String channel() {
        return channel;
    }

    boolean isSynced() {
        return synced;
    }

    long id() {
        return id;
    }

    /** Returns what its row has to say. For the writer. */
    WriterSession.Row row() {
        return new WriterSession.Row(id, channel, epoch, told, true);
    }

    /** Returns whether the row is sure to be there. For the writer. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** The row is there. For the writer. */
    void confirm(long row) {
        if (id != row) {
            logs.keptStates().incrementAndGet();
        }
        id = row;
        confirmed = true;
    }

    /** Returns the version that the channel was told last. */
    long told() {
        return told;
    }

    /** Nobody knows what became of a write. For the writer. */
    void leftOpen() {
        open = true;
    }

    /** Returns whether nobody knows what became of some write. For the writer. */
    boolean isLeftOpen() {
        return open;
    }

    /** Forgets what was written and not committed: {@code place} is what the database has. For the writer. */
    void reset(LogTables.Place place) {
        id = place.id();
        confirmed = false;
        open = false;
    }

    /** Returns whether so many numbers of clients were written that older ones can go; then counts anew. */
    boolean hasWritten(int many) {
        int now = written.get();
        return now >= many && written.compareAndSet(now, 0);
    }

    /** Tells that everything up to a write is kept. For the teller. */
    void kept(long number, long version) {
        told = version;
        Listener heard = listener;
        if (heard != null) {
            heard.kept(number);
        }
    }

    /** Tells that nobody knows what became of the last writes. For the teller. */
    void lost() {
        Listener heard = listener;
        if (heard != null) {
            heard.lost();
        }
    }

    /** Tells what had been kept though nobody knew. For the teller. */
    void found(StateContent news) {
        told = Math.max(told, news.version());
        Listener heard = listener;
        if (heard != null) {
            heard.found(news);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Takes nothing more; the listener is told by {@link #tellEnd}. */
    void end() {
        ended = true;
    }

    /** Tells that it has ended. For the teller. */
    void tellEnd() {
        Listener heard = listener;
        if (heard != null) {
            heard.ended();
        }
    }

    @Override
    public String toString() {
        return "the values of " + channel;
    }
}
