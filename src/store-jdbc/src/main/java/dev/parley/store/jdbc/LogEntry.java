package dev.parley.store.jdbc;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.Draft;
import java.sql.SQLException;
import java.util.function.Consumer;

/** A draft on its way into a log. */
final class LogEntry implements Entry {
    private static final int OVERHEAD = 256;

    private final JdbcChannelLog log;
    private final Draft draft;
    private final Consumer<Appended> later;
    private Appended outcome = new Appended.Unavailable();

    LogEntry(JdbcChannelLog log, Draft draft, Consumer<Appended> later) {
        this.log = log;
        this.draft = draft;
        this.later = later;
    }

    @Override
    public int weight() {
        return OVERHEAD + 2 * (draft.data().length() + draft.sender().length());
    }

    @Override
    public boolean isSynced() {
        return log.isSynced();
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
        if (log.hasEnded()) {
            return;
        }
        outcome = log.decide(draft, transaction);
        if (outcome instanceof Appended.New fresh) {
            transaction.add(log, fresh.publication(), draft);
        }
    }

    @Override
    public void refuse() {
        outcome = new Appended.Unavailable();
    }

    @Override
    public void tell() {
        later.accept(outcome);
        log.settled();
    }
}
