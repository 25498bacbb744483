package dev.parley.store.jdbc;

import dev.parley.hub.memory.SentMessages;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What is read from the tables, on one connection. */
final class LogTables {
    private static final String PUBLICATION = "SELECT off, mid, at_ms, sender, body FROM parley_publication";

    private final Connection connection;

    LogTables(Connection connection) {
        this.connection = connection;
    }

    /** How far a log had come. */
    record Place(long id, String epoch, long top) {}

    /** Finds a log. */
    Optional<Place> find(String channel) throws SQLException {
        String query = "SELECT id, epoch, top, (SELECT MAX(off) FROM parley_publication p WHERE p.channel = c.id)"
                + " FROM parley_channel c WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, channel);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Place(row.getLong(1), row.getString(2), Math.max(row.getLong(3), row.getLong(4))))
                        : Optional.empty();
            }
        }
    }

    /** Reads weight and time of the last publications without a hole, the oldest first. */
    List<Kept.Head> heads(Place place, int most) throws SQLException {
        List<Kept.Head> heads = new ArrayList<>();
        String query = "SELECT off, weight, at_ms FROM parley_publication WHERE channel = ? ORDER BY off DESC LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, place.id());
            statement.setInt(2, most);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next() && row.getLong(1) == place.top() - heads.size()) {
                    heads.add(new Kept.Head(row.getInt(2), row.getLong(3)));
                }
            }
        }
        Collections.reverse(heads);
        return heads;
    }

    /** Reads publications from {@code first} to {@code last}, at most {@code limit} of them. */
    List<Publication> read(long id, long first, long last, int limit) throws SQLException {
        String query = PUBLICATION + " WHERE channel = ? AND off BETWEEN ? AND ? ORDER BY off LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, id);
            statement.setLong(2, first);
            statement.setLong(3, last);
            statement.setInt(4, limit);
            List<Publication> page = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    page.add(new Publication(
                            row.getLong(1),
                            Optional.ofNullable(row.getString(2)),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5)));
                }
            }
            return page;
        }
    }

    /** Reads up to where a client has handled what was published. */
    Optional<StreamPosition> acknowledged(long id, String client) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT epoch, off FROM parley_ack WHERE channel = ? AND client = ?")) {
            statement.setLong(1, id);
            statement.setString(2, client);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new StreamPosition(row.getString(1), row.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    /** Reads which messages a client sent to a channel last; {@code remembered} of them. */
    SentMessages sent(long id, String client, int remembered) throws SQLException {
        SentMessages sent = new SentMessages(client, remembered);
        List<long[]> last = new ArrayList<>(); // number, offset, digest; the newest first
        String query = "SELECT num, off, digest FROM (SELECT num, off, digest FROM parley_publication"
                + " WHERE channel = ? AND client = ? UNION ALL SELECT num, off, digest FROM parley_sent"
                + " WHERE channel = ? AND client = ?) s ORDER BY off DESC";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, id);
            statement.setString(2, client);
            statement.setLong(3, id);
            statement.setString(4, client);
            statement.setMaxRows(4 * ChannelLog.REMEMBERED);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    last.add(new long[] {row.getLong(1), row.getLong(2), row.getLong(3)});
                }
            }
        }
        for (int i = last.size() - 1; i >= 0; i--) {
            sent.add(last.get(i)[0], last.get(i)[1], last.get(i)[2]);
        }
        return sent;
    }
}
