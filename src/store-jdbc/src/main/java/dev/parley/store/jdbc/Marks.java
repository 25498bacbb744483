package dev.parley.store.jdbc;

import dev.parley.hub.memory.Acknowledgements;
import dev.parley.hub.memory.ChannelMemory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far the clients of one log have handled what was published: those who said so lately in memory, all of them in the
 * database, a second later. What is lost with the process is handled twice. Safe for any thread.
 */
final class Marks {
    /** Most marks that wait to be written; others are only remembered. */
    private static final int MOST_NEWS = 10_000;

    private static final int OVERHEAD = 96;

    private final ChannelMemory memory;
    private final Acknowledgements known; // guarded by this
    private Map<String, Long> news = new HashMap<>(0); // guarded by this; not written yet
    private long newsBytes; // guarded by this; taken of the memory
    private boolean closed; // guarded by this

    Marks(ChannelMemory memory) {
        this.memory = memory;
        this.known = new Acknowledgements(memory);
    }

    synchronized void add(String client, long offset) {
        if (known.add(client, offset) && (hasRoom() || news.containsKey(client))) {
            if (news.put(client, offset) == null) {
                grow(bytes(client));
            }
        }
    }

    private static long bytes(String client) {
        return OVERHEAD + 2L * client.length();
    }

    private void grow(long by) {
        newsBytes += by;
        memory.take(by);
    }

    private boolean hasRoom() {
        return news.size() < MOST_NEWS && !memory.isOver();
    }

    /** Returns what is in memory. */
    synchronized OptionalLong of(String client) {
        return known.of(client);
    }

    /** Takes what is to be written. */
    synchronized Map<String, Long> takeNews() {
        Map<String, Long> taken = news;
        grow(-newsBytes);
        news = new HashMap<>(0);
        return taken;
    }

    /** Gives the memory back; what is not written yet may still be taken. */
    synchronized void clear() {
        known.clear();
        grow(-newsBytes);
        closed = true;
    }

    /** Takes back what could not be written. */
    synchronized void putBack(Map<String, Long> marks) {
        for (Map.Entry<String, Long> mark : marks.entrySet()) {
            boolean known = news.containsKey(mark.getKey());
            if (!closed && (known || hasRoom())) {
                news.merge(mark.getKey(), mark.getValue(), Math::max);
                grow(known ? 0 : bytes(mark.getKey()));
            }
        }
    }

    /** Writes marks, in one transaction; one thread at a time. */
    static void write(Connection connection, long channel, String epoch, Map<String, Long> marks, long nowMillis)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            List<Map.Entry<String, Long>> all = List.copyOf(marks.entrySet());
            int[] changed = update(connection, channel, epoch, all, nowMillis);
            List<Map.Entry<String, Long>> fresh = new ArrayList<>();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] == 0) {
                    fresh.add(all.get(i));
                }
            }
            insert(connection, channel, epoch, fresh, nowMillis);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static int[] update(
            Connection connection, long channel, String epoch, List<Map.Entry<String, Long>> marks, long nowMillis)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE parley_ack SET off = CASE WHEN epoch = ? AND off > ? THEN off ELSE ? END, epoch = ?, at_ms = ?"
                        + " WHERE channel = ? AND client = ?")) {
            for (Map.Entry<String, Long> mark : marks) {
                statement.setString(1, epoch);
                statement.setLong(2, mark.getValue());
                statement.setLong(3, mark.getValue());
                statement.setString(4, epoch);
                statement.setLong(5, nowMillis);
                statement.setLong(6, channel);
                statement.setString(7, mark.getKey());
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    private static void insert(
            Connection connection, long channel, String epoch, List<Map.Entry<String, Long>> marks, long nowMillis)
            throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO parley_ack (channel, client, epoch, off, at_ms) VALUES (?, ?, ?, ?, ?)")) {
            for (Map.Entry<String, Long> mark : marks) {
                statement.setLong(1, channel);
                statement.setString(2, mark.getKey());
                statement.setString(3, epoch);
                statement.setLong(4, mark.getValue());
                statement.setLong(5, nowMillis);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
