package dev.parley.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Changes whose arguments are numbers. */
final class Numbers {
    private Numbers() {}

    /** Changes something once. */
    static void update(Connection connection, String sql, long... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setLong(i + 1, arguments[i]);
            }
            statement.executeUpdate();
        }
    }
}
