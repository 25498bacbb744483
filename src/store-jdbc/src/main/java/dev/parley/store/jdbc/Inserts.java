package dev.parley.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** How publications come into their table, many at a time. Confined to the writer. */
interface Inserts {
    /** The columns, in the order of {@link PublicationRow}. */
    String INTO = "INSERT INTO parley_publication"
            + " (channel, off, mid, at_ms, sender, body, weight, client, num, digest) ";

    /** Adds one to what will be written. */
    void add(PublicationRow row) throws SQLException;

    /** Writes what was added. */
    void write() throws SQLException;

    /** A statement for each, which is as good as any for a database in the same process. */
    static Inserts oneByOne(Connection connection) throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INTO + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        return new Inserts() {
            @Override
            public void add(PublicationRow row) throws SQLException {
                insert.setLong(1, row.channel());
                insert.setLong(2, row.offset());
                insert.setString(3, row.id());
                insert.setLong(4, row.time());
                insert.setString(5, row.sender());
                insert.setString(6, row.data());
                insert.setInt(7, row.weight());
                insert.setString(8, row.client());
                insert.setObject(9, row.number(), Types.BIGINT);
                insert.setObject(10, row.digest(), Types.BIGINT);
                insert.addBatch();
            }

            @Override
            public void write() throws SQLException {
                insert.executeBatch();
            }
        };
    }
}
