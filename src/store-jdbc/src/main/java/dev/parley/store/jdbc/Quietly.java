package dev.parley.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/** Ends connections of which nothing is expected any more. */
final class Quietly {
    private static final Logger LOG = System.getLogger(Quietly.class.getName());

    private Quietly() {}

    /** Lets others have the database at once; if that fails, they have it when the connection has ended. */
    static void release(Connection connection, Product product) {
        try {
            product.release(connection);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a connection that is not needed could not give its claim back", e);
        }
    }

    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a connection that is not needed could not be closed", e);
        }
    }
}
