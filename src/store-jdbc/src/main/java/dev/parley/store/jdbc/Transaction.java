package dev.parley.store.jdbc;

import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.SentChange;
import dev.parley.hub.spi.StateValue;
import dev.parley.hub.spi.StateWrite;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one transaction brings. Of several values of one key the last is written. Confined to the writer; when it is
 * committed, to the teller.
 */
final class Transaction {
    private final WriterSession session;
    private final long nowMillis;
    private final Map<JdbcChannelLog, List<Publication>> arrivals = new LinkedHashMap<>();
    private final Map<JdbcState, Changes> states = new LinkedHashMap<>();

    /** What happens to a channel of values. */
    static final class Changes {
        final Map<String, StateValue> values = new LinkedHashMap<>();
        final Map<MessageId, SentChange> sent = new LinkedHashMap<>();
        final Map<String, Long> forgotten = new LinkedHashMap<>(); // versions of deletions by key
        long number; // of the last write; 0: there is none
        long version; // after it

        private void add(StateWrite write) {
            number = write.number();
            version = write.version();
            write.value().ifPresent(value -> values.put(value.key(), value));
            write.sent().ifPresent(change -> sent.put(change.id(), change));
        }
    }

    Transaction(WriterSession session, long nowMillis) {
        this.session = session;
        this.nowMillis = nowMillis;
    }

    /** Writes what has been added, and returns where it can be read with all that was there before. */
    LogTables written() throws SQLException {
        session.write();
        return session.tables();
    }

    void add(JdbcChannelLog log, Publication publication, Draft draft) throws SQLException {
        if (!log.isConfirmed()) {
            log.confirm(session.use(log.row(publication.offset() - 1), nowMillis));
        }
        session.add(log.id(), publication, draft);
        arrivals.computeIfAbsent(log, first -> new ArrayList<>()).add(publication);
    }

    void add(JdbcState state, StateWrite write) throws SQLException {
        changes(state).add(write);
    }

    void forget(JdbcState state, String key, long version) throws SQLException {
        changes(state).forgotten.put(key, version);
    }

    private Changes changes(JdbcState state) throws SQLException {
        if (!state.isConfirmed()) {
            state.confirm(session.use(state.row(), nowMillis));
        }
        return states.computeIfAbsent(state, first -> new Changes());
    }

    /** Returns whether there is something to commit. */
    boolean isNews() {
        return !arrivals.isEmpty() || !states.isEmpty();
    }

    /** Writes everything and commits it, as durable as is wanted. */
    void commit(boolean synced) throws SQLException {
        for (Map.Entry<JdbcState, Changes> each : states.entrySet()) {
            session.values().write(each.getKey().id(), each.getValue(), nowMillis);
        }
        session.commit(synced);
    }

    /** Tells channels of what has come. For the teller. */
    void tell() {
        arrivals.forEach((log, publications) -> Teller.each(() -> log.arrived(publications)));
        states.forEach((state, changes) -> {
            if (changes.number > 0) {
                Teller.each(() -> state.kept(changes.number, changes.version));
            }
        });
    }
}
