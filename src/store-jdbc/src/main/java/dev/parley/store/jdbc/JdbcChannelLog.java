package dev.parley.store.jdbc;

import dev.parley.hub.memory.SentMessages;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of a channel on a database.
 *
 * <p>Three parties use it. Publishers and readers, on any thread, see what has been told: {@link Kept}. The writer
 * decides which drafts are new and gives them offsets ({@link #decide}); what it knows beyond what was told, and whether a
 * row of the channel is there, is its own. The teller makes what was committed visible ({@link #arrived}). When a
 * transaction fails, the writer forgets its part and asks the database how far it came.
 */
final class JdbcChannelLog implements ChannelLog {
    /** No row in the database yet. */
    static final long UNWRITTEN = -1;

    /** Longest text of a column that every database takes, in characters. */
    static final int MAX_TEXT = 1 << 20;

    private final String channel;
    private final String epoch;
    private final boolean synced;
    private final JdbcLogs logs;
    private final Kept kept; // guarded by kept
    private final Marks marks;
    private final AtomicInteger unsettled = new AtomicInteger();
    private final RememberedClients clients; // confined to the writer
    private volatile long id; // written by the writer
    private boolean confirmed; // confined to the writer: the row is there, and was used lately
    private long next; // confined to the writer: offset of the next new draft
    private volatile @Nullable Listener listener;
    private volatile boolean ended;

    JdbcChannelLog(String channel, LogTables.Place place, boolean synced, JdbcLogs logs, Kept kept) {
        this.channel = channel;
        this.epoch = place.epoch();
        this.id = place.id();
        this.synced = synced;
        this.logs = logs;
        this.kept = kept;
        this.next = kept.top() + 1;
        this.clients = new RememberedClients(logs.memory());
        this.marks = new Marks(logs.memory());
    }

    @Override
    public void listen(Listener told) {
        listener = told;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public long top() {
        synchronized (kept) {
            return kept.top();
        }
    }

    @Override
    public long first() {
        synchronized (kept) {
            return kept.first();
        }
    }

    @Override
    public long endangered() {
        synchronized (kept) {
            return kept.endangered();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a text is longer than {@value #MAX_TEXT} characters, or holds U+0000
     */
    @Override
    public Optional<Appended> append(Draft draft, Consumer<Appended> later) {
        check(draft.data());
        check(draft.sender());
        draft.id().ifPresent(JdbcChannelLog::check);
        unsettled.incrementAndGet();
        if (ended || !logs.writer().offer(new LogEntry(this, draft, later))) {
            unsettled.decrementAndGet();
            return Optional.of(new Appended.Unavailable());
        }
        return Optional.empty();
    }

    /** Refuses a text that no database takes. */
    static void check(String text) {
        if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a text of " + text.length() + " characters; at most " + MAX_TEXT + ", and none of them U+0000");
        }
    }

    @Override
    public boolean isSettled() {
        return unsettled.get() == 0;
    }

    @Override
    public List<Publication> read(long after, int limit) {
        long first;
        long last;
        synchronized (kept) {
            if (kept.hasAfter(after)) {
                return kept.read(after, limit);
            }
            first = Math.max(after + 1, kept.first());
            last = kept.top();
        }
        try {
            return logs.readers().with(tables -> tables.read(id, first, last, limit));
        } catch (SQLException e) {
            throw new LogUnavailableException("cannot read " + this, e);
        }
    }

    @Override
    public void acknowledge(String client, long offset) {
        marks.add(client, offset);
    }

    @Override
    public Optional<StreamPosition> acknowledged(String client) {
        OptionalLong known = marks.of(client);
        if (known.isPresent()) {
            return Optional.of(new StreamPosition(epoch, known.getAsLong()));
        } else if (id == UNWRITTEN) {
            return Optional.empty();
        }
        try {
            return logs.readers().with(tables -> tables.acknowledged(id, client));
        } catch (SQLException e) {
            throw new LogUnavailableException("cannot find out where to go on in " + this, e);
        }
    }

    /** Writes up to where clients have handled what was published, if there is news. For the trimmer. */
    void saveMarks(long nowMillis) throws SQLException {
        Map<String, Long> news = id == UNWRITTEN || ended ? Map.of() : marks.takeNews();
        if (news.isEmpty()) {
            return;
        }
        boolean written = false;
        try {
            written = logs.readers().on(connection -> {
                Marks.write(connection, id, epoch, news, nowMillis);
                return true;
            });
        } finally {
            if (!written) {
                marks.putBack(news);
            }
        }
    }

    @Override
    public void close() {
        logs.closed(this);
        synchronized (kept) {
            kept.clear();
        }
        marks.clear();
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

    /** Returns what its row has to say, if nothing after {@code top} is there. For the writer. */
    WriterSession.Row row(long top) {
        return new WriterSession.Row(id, channel, epoch, top, false);
    }

    /** Returns whether the row is sure to be there. For the writer. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** The row is there. For the writer. */
    void confirm(long row) {
        id = row;
        confirmed = true;
    }

    /** Finds out what becomes of a draft, and numbers it if it is new. For the writer, in a transaction. */
    Appended decide(Draft draft, Transaction transaction) throws SQLException {
        if (draft.once().isEmpty()) {
            return new Appended.New(numbered(draft));
        }
        MessageId message = draft.once().get();
        SentMessages sent = clients.find(message.client());
        if (sent == null) {
            sent = sent(message.client(), RememberedClients.EACH, transaction);
            clients.add(message.client(), sent);
        }
        long digest = SentMessages.digest(draft.data());
        SentMessages asked = sent;
        int place = asked.find(message.number());
        if (place == SentMessages.FORGOTTEN) {
            asked = sent(message.client(), REMEMBERED, transaction);
            place = asked.find(message.number());
        }
        if (place == SentMessages.FORGOTTEN) {
            return new Appended.Forgotten();
        } else if (place != SentMessages.NEW) {
            long offset = asked.offset(place);
            return asked.digest(place) == digest ? new Appended.Duplicate(offset) : new Appended.Reused(offset);
        }
        Publication publication = numbered(draft);
        clients.sent(sent, message.number(), publication.offset(), digest);
        return new Appended.New(publication);
    }

    private SentMessages sent(String client, int remembered, Transaction transaction) throws SQLException {
        return id == UNWRITTEN
                ? new SentMessages(client, remembered)
                : transaction.written().sent(id, client, remembered);
    }

    private Publication numbered(Draft draft) {
        return new Publication(next++, draft.id(), draft.time(), draft.sender(), draft.data());
    }

    /** Forgets what was decided and not committed: {@code place} is what the database has. For the writer. */
    void reset(LogTables.Place place) {
        id = place.id();
        confirmed = false;
        next = place.top() + 1;
        clients.clear();
    }

    /** Makes publications visible and tells of them. For the teller. */
    void arrived(List<Publication> publications) {
        synchronized (kept) {
            publications.forEach(kept::add);
        }
        Listener told = listener;
        if (told != null) {
            told.appended(publications);
        }
    }

    /** An entry of this log has been told its outcome. */
    void settled() {
        unsettled.decrementAndGet();
    }

    /** Drops what is older than {@code time}; returns the offset up to which nothing is kept. */
    long dropBefore(long time) {
        synchronized (kept) {
            kept.expire(time);
            return kept.first() - 1;
        }
    }

    /** Gives back the memory that the writer has used for it. For the writer. */
    void forgetClients() {
        clients.clear();
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
        Listener told = listener;
        if (told != null) {
            told.ended();
        }
    }

    @Override
    public String toString() {
        return "the log of " + channel;
    }
}
