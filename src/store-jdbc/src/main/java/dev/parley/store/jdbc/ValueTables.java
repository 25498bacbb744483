package dev.parley.store.jdbc;

import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.SentChange;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of channels of values, on one connection. */
final class ValueTables {
    /** Most changes of clients that are remembered of a channel, so that they are not made again. */
    static final int MOST_SENT = 100_000;

    private static final int BATCH = 500;

    private final Connection connection;
    private final Product product;

    ValueTables(Connection connection, Product product) {
        this.connection = connection;
        this.product = product;
    }

    /** Reads what is kept of a channel after a version, and who made the changes from that version on. */
    StateContent read(long channel, long after) throws SQLException {
        List<StateValue> values = values(channel, after);
        List<SentChange> sent = sent(channel, after);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT forgotten, top FROM parley_channel WHERE id = ?")) {
            statement.setLong(1, channel); // last: what was forgotten meanwhile is missing above
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new StateContent(row.getLong(2), row.getLong(1), values, sent) : StateContent.NONE;
            }
        }
    }

    private List<StateValue> values(long channel, long after) throws SQLException {
        List<StateValue> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT name, body, version, until_ms"
                + " FROM parley_value WHERE channel = ? AND version > ? ORDER BY version")) {
            statement.setLong(1, channel);
            statement.setLong(2, after);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    values.add(new StateValue(
                            row.getString(1), Optional.ofNullable(row.getString(2)), row.getLong(3), row.getLong(4)));
                }
            }
        }
        return values;
    }

    private List<SentChange> sent(long channel, long from) throws SQLException {
        List<SentChange> sent = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT client, num, digest, off, at_ms"
                + " FROM parley_sent WHERE channel = ? AND off >= ? ORDER BY off DESC LIMIT " + MOST_SENT)) {
            statement.setLong(1, channel);
            statement.setLong(2, from);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sent.add(new SentChange(
                            new MessageId(row.getString(1), row.getLong(2)),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5)));
                }
            }
        }
        Collections.reverse(sent);
        return sent;
    }

    /** Writes changes of a channel. */
    void write(long channel, Transaction.Changes changes, long nowMillis) throws SQLException {
        values(channel, changes);
        sent(channel, changes);
        forgotten(channel, changes);
        if (changes.number > 0) {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE parley_channel SET top = ?, used_at = ? WHERE id = ?")) {
                statement.setLong(1, changes.version);
                statement.setLong(2, nowMillis);
                statement.setLong(3, channel);
                statement.executeUpdate();
            }
        }
    }

    private void values(long channel, Transaction.Changes changes) throws SQLException {
        if (changes.values.isEmpty()) {
            return;
        }
        String upsert =
                product.upsert("parley_value", List.of("channel", "name"), List.of("body", "version", "until_ms"));
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            int count = 0;
            for (StateValue value : changes.values.values()) {
                statement.setLong(1, channel);
                statement.setString(2, value.key());
                statement.setString(3, value.value().orElse(null));
                statement.setLong(4, value.version());
                statement.setLong(5, value.until());
                add(statement, ++count);
            }
            statement.executeBatch();
        }
    }

    private void sent(long channel, Transaction.Changes changes) throws SQLException {
        if (changes.sent.isEmpty()) {
            return;
        }
        // What is not remembered in memory any more may be there: then it is the same number of the same client.
        String upsert =
                product.upsert("parley_sent", List.of("channel", "client", "num"), List.of("off", "digest", "at_ms"));
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            int count = 0;
            for (SentChange change : changes.sent.values()) {
                statement.setLong(1, channel);
                statement.setString(2, change.id().client());
                statement.setLong(3, change.id().number());
                statement.setLong(4, change.version());
                statement.setLong(5, change.digest());
                statement.setLong(6, change.time());
                add(statement, ++count);
            }
            statement.executeBatch();
        }
    }

    private void forgotten(long channel, Transaction.Changes changes) throws SQLException {
        if (changes.forgotten.isEmpty()) {
            return;
        }
        try (PreparedStatement mark = connection.prepareStatement(
                        "UPDATE parley_channel SET forgotten = GREATEST(forgotten, ?) WHERE id = ?");
                PreparedStatement statement = connection.prepareStatement(
                        "DELETE FROM parley_value WHERE channel = ? AND name = ? AND version = ?")) {
            mark.setLong(1, Collections.max(changes.forgotten.values()));
            mark.setLong(2, channel);
            mark.executeUpdate();
            int count = 0;
            for (Map.Entry<String, Long> deletion : changes.forgotten.entrySet()) {
                statement.setLong(1, channel);
                statement.setString(2, deletion.getKey());
                statement.setLong(3, deletion.getValue());
                add(statement, ++count);
            }
            statement.executeBatch();
        }
    }

    private static void add(PreparedStatement statement, int count) throws SQLException {
        statement.addBatch();
        if (count % BATCH == 0) {
            statement.executeBatch();
        }
    }

    /** Notes that a channel is used; {@code false} if nothing is kept of it. */
    boolean use(long channel, long nowMillis) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE parley_channel SET used_at = ?, has_values = 1 WHERE id = ?")) {
            statement.setLong(1, nowMillis);
            statement.setLong(2, channel);
            return statement.executeUpdate() == 1;
        }
    }

    /** Returns how many channels of values there are. */
    long channels() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT COUNT(*) FROM parley_channel WHERE has_values = 1");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
