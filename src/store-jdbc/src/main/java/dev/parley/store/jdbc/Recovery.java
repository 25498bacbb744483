package dev.parley.store.jdbc;

import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StateContent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * How the writer comes by a database, and finds out whether it is the one it knew: then the logs go on where it is. If it
 * knows less than what has been told already, it was replaced by an older one, or lost its end: then every log begins
 * another epoch, for offsets would be given a second time. Confined to the writer.
 */
final class Recovery implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Recovery.class.getName());
    private static final int PAGE = 256;

    private final DataSource database;
    private final StoreOptions options;
    private final JdbcLogs logs;
    private final Teller teller;
    private final Supplier<String> names;
    private final Optional<Witness> witness;
    private String store = ""; // of the database that was used last; nothing before the first
    private long commits; // that database has had at least so many

    /** Begins without a database; {@code names} makes names that nothing else has. */
    Recovery(DataSource database, StoreOptions options, JdbcLogs logs, Teller teller, Supplier<String> names) {
        this.database = database;
        this.options = options;
        this.logs = logs;
        this.teller = teller;
        this.names = names;
        this.witness = options.witness().map(Witness::new);
    }

    /** Opens the database and sees to it that all logs agree with it. */
    WriterSession open() throws SQLException {
        WriterSession session = WriterSession.open(database, options.timeout(), names.get());
        try {
            teller.flush(); // from here on the logs have told everything that they will
            agree(session);
            teller.flush(); // channels of values number their changes after what they were told
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.close();
            throw new SQLException("interrupted", e);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void agree(WriterSession session) throws SQLException {
        boolean known = store.isEmpty() || store.equals(session.store());
        long expected = Math.max(
                store.equals(session.store()) ? commits : 0,
                witness.map(file -> file.commits(session.store())).orElse(0L));
        if (!known || session.commits() < expected || !allGoOn(session)) {
            LOG.log(
                    Level.WARNING,
                    () -> "the database is older than what was told already (" + session.commits() + " commits, not "
                            + expected + "): every channel begins a new epoch");
            session.beginEpochs(names.get(), names.get());
            logs.endAll();
        }
        committed(session);
        logs.keptStates().set(session.values().channels());
        session.rollback();
    }

    /** Lets each log go on where the database is; {@code false} if one of them has told more than is there. */
    private boolean allGoOn(WriterSession session) throws SQLException {
        for (JdbcChannelLog log : logs.opened()) {
            Optional<LogTables.Place> place = session.tables().find(log.channel());
            boolean same = place.isEmpty()
                    ? log.top() == 0
                    : place.get().epoch().equals(log.epoch()) && place.get().top() >= log.top();
            if (!same) {
                return false;
            }
            goOn(log, place, session);
        }
        for (JdbcState state : logs.states()) {
            Optional<LogTables.Place> place = session.tables().find(state.channel());
            boolean same = place.isEmpty()
                    ? state.told() == 0
                    : place.get().epoch().equals(state.epoch()) && place.get().top() >= state.told();
            if (!same) {
                return false;
            }
            goOn(state, place, session);
        }
        return true;
    }

    private void goOn(JdbcState state, Optional<LogTables.Place> place, WriterSession session) throws SQLException {
        LogTables.Place found = place.orElse(new LogTables.Place(JdbcChannelLog.UNWRITTEN, state.epoch(), 0));
        if (found.top() > state.told() || (state.isLeftOpen() && place.isPresent())) {
            StateContent news = session.values().read(found.id(), state.told());
            teller.tell(() -> state.found(news)); // committed, though nobody could be told
        }
        state.reset(found);
        session.rollback();
    }

    private void goOn(JdbcChannelLog log, Optional<LogTables.Place> place, WriterSession session) throws SQLException {
        LogTables.Place found = place.orElse(new LogTables.Place(JdbcChannelLog.UNWRITTEN, log.epoch(), 0));
        log.reset(found);
        long top = found.top();
        long told = log.top();
        while (told < top) { // committed, though nobody could be told
            List<Publication> page = session.tables().read(log.id(), told + 1, top, PAGE);
            if (page.isEmpty()) {
                throw new SQLException(log + " has a hole after " + told);
            }
            teller.tell(() -> log.arrived(page));
            told = page.get(page.size() - 1).offset();
        }
        session.rollback();
    }

    /** Takes note of how far the database is, before anybody is told. */
    void committed(WriterSession session) {
        store = session.store();
        commits = session.commits();
        witness.ifPresent(file -> file.note(store, commits));
    }

    @Override
    public void close() {
        witness.ifPresent(Witness::close);
    }
}
