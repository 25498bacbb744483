package dev.parley.store.jdbc;

import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.Publication;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The connection of the writer, as long as it works. Confined to the writer. */
final class WriterSession implements AutoCloseable {
    private final Connection connection;
    private final Product product;
    private final Inserts inserts;
    private final PreparedStatement count;
    private final LogTables tables;
    private final ValueTables values;
    private String store;
    private long commits;
    private Optional<Boolean> level = Optional.empty(); // what begin() said last, if that holds

    private WriterSession(Connection connection, Product product, String newStore) throws SQLException {
        this.connection = connection;
        this.product = product;
        this.tables = new LogTables(connection);
        this.values = new ValueTables(connection, product);
        this.inserts = product.inserts(connection);
        this.count = connection.prepareStatement("UPDATE parley_store SET commits = ?");
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO parley_store (only_one, id, commits) SELECT 1, '" + newStore
                    + "', 0 WHERE NOT EXISTS (SELECT 1 FROM parley_store)");
            try (ResultSet row = statement.executeQuery("SELECT id, commits FROM parley_store")) {
                row.next();
                this.store = row.getString(1);
                this.commits = row.getLong(2);
            }
        }
        connection.commit();
    }

    /**
     * Opens one, and brings the tables to this version.
     *
     * @param newStore id for the tables if there were none, of letters and digits
     * @throws StoreException if the database is not one to keep logs in
     */
    static WriterSession open(DataSource database, Duration timeout, String newStore) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            Product product = Product.of(connection);
            product.limit(connection, timeout);
            product.claim(connection);
            connection.commit();
            return claimed(connection, product, newStore);
        } catch (SQLException | RuntimeException e) {
            Quietly.close(connection);
            throw e;
        }
    }

    private static WriterSession claimed(Connection connection, Product product, String newStore) throws SQLException {
        try {
            Schema.migrate(connection);
            product.committed(
                    connection, true); // what a session before committed may not be on the disk yet, and is told
            connection.commit();
            return new WriterSession(connection, product, newStore);
        } catch (SQLException | RuntimeException e) {
            Quietly.release(connection, product);
            throw e;
        }
    }

    LogTables tables() {
        return tables;
    }

    ValueTables values() {
        return values;
    }

    /** Returns what tells these tables from others. */
    String store() {
        return store;
    }

    /** Returns how many transactions with news have been committed. */
    long commits() {
        return commits;
    }

    boolean isValid(Duration timeout) throws SQLException {
        boolean valid = connection.isValid((int) Math.max(1, timeout.toSeconds()));
        rollback();
        return valid;
    }

    /** Begins a transaction; only a change of how durable it is to be costs a question to the server. */
    void begin(boolean synced) throws SQLException {
        if (level.isEmpty() || level.get() != synced) {
            try (Statement statement = connection.createStatement()) {
                product.begin(statement, synced);
            }
            level = Optional.of(synced);
        }
    }

    /**
     * The row of a channel.
     *
     * @param id its number, if it has one
     * @param top what to begin with if it has none
     * @param hasValues whether it is a channel of values
     */
    record Row(long id, String channel, String epoch, long top, boolean hasValues) {}

    /**
     * Sees to it that there is a row of a channel: it may never have been there, or have been deleted because the channel
     * was not used for long.
     *
     * @return its number
     */
    long use(Row channel, long now) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE parley_channel SET used_at = ?, has_values = ? WHERE id = ?")) {
            statement.setLong(1, now);
            statement.setInt(2, channel.hasValues() ? 1 : 0);
            statement.setLong(3, channel.id());
            return statement.executeUpdate() == 1 ? channel.id() : create(channel, now);
        }
    }

    private long create(Row channel, long now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO parley_channel (name, epoch, top, used_at, has_values) VALUES (?, ?, ?, ?, ?)",
                new String[] {"id"})) {
            statement.setString(1, channel.channel());
            statement.setString(2, channel.epoch());
            statement.setLong(3, channel.top());
            statement.setLong(4, now);
            statement.setInt(5, channel.hasValues() ? 1 : 0);
            statement.executeUpdate();
            try (ResultSet row = statement.getGeneratedKeys()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Adds a publication to the batch. */
    void add(long channel, Publication publication, Draft draft) throws SQLException {
        inserts.add(PublicationRow.of(channel, publication, draft));
    }

    /** Writes the batch. */
    void write() throws SQLException {
        inserts.write();
    }

    /** Writes the batch and commits it, as durable as is wanted. */
    void commit(boolean synced) throws SQLException {
        write();
        count.setLong(1, commits + 1);
        count.executeUpdate();
        connection.commit();
        commits++;
        product.committed(connection, synced);
        connection.commit();
    }

    /** Ends a transaction in which nothing was new. */
    void rollback() throws SQLException {
        level = Optional.empty(); // what begin() said may be undone with it
        connection.rollback();
    }

    /** Gives every log another epoch, and the tables another name: they are older than what has been told. */
    void beginEpochs(String epoch, String newStore) throws SQLException {
        begin(true);
        try (PreparedStatement epochs = connection.prepareStatement("UPDATE parley_channel SET epoch = ?");
                PreparedStatement renamed = connection.prepareStatement("UPDATE parley_store SET id = ?")) {
            epochs.setString(1, epoch);
            epochs.executeUpdate();
            renamed.setString(1, newStore);
            renamed.executeUpdate();
        }
        commit(true);
        store = newStore;
    }

    /** Ends it while it works: the next one who wants to write may do so at once. */
    @Override
    public void close() {
        Quietly.release(connection, product);
        abandon();
    }

    /** Ends it without a word to a database that may not answer. */
    void abandon() {
        Quietly.close(connection);
    }
}
