package dev.parley.store.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One statement of PostgreSQL for all rows, which come as an array for each column: what the server does for each statement
 * costs it more than the row. Confined to the writer.
 */
final class ArrayInserts implements Inserts {
    private static final List<Column> COLUMNS = List.of(
            new Column("bigint", PublicationRow::channel),
            new Column("bigint", PublicationRow::offset),
            new Column("varchar", PublicationRow::id),
            new Column("bigint", PublicationRow::time),
            new Column("varchar", PublicationRow::sender),
            new Column("varchar", PublicationRow::data),
            new Column("integer", PublicationRow::weight),
            new Column("varchar", PublicationRow::client),
            new Column("bigint", PublicationRow::number),
            new Column("bigint", PublicationRow::digest));

    private final Connection connection;
    private final PreparedStatement insert;
    private final List<PublicationRow> rows = new ArrayList<>();

    private record Column(String type, Function<PublicationRow, @Nullable Object> value) {}

    ArrayInserts(Connection connection) throws SQLException {
        this.connection = connection;
        List<String> arrays =
                COLUMNS.stream().map(column -> "?::" + column.type + "[]").toList();
        this.insert = connection.prepareStatement(INTO + "SELECT * FROM unnest(" + String.join(", ", arrays) + ")");
    }

    @Override
    public void add(PublicationRow row) {
        rows.add(row);
    }

    @Override
    public void write() throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Array> arrays = new ArrayList<>(COLUMNS.size());
        for (Column column : COLUMNS) {
            Array array = connection.createArrayOf(
                    column.type, rows.stream().map(column.value).toArray());
            insert.setArray(arrays.size() + 1, array);
            arrays.add(array);
        }
        insert.executeUpdate();
        for (Array array : arrays) {
            array.free();
        }
        rows.clear();
    }
}
