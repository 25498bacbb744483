package dev.parley.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/** Ends connections of which nothing is expected any more. */
final class Quietly {
    private static final Logger LOG = System.getLogger(Quietly.class.getName());

    private Quietly() {}

    /** Ends one that has claimed the database, and lets others have it at once. */
    static void close(Connection connection, Product product) {
        try {
            product.release(connection);
        } catch (SQLException e) { // it is gone already, and the claim ends with it
            LOG.log(Level.DEBUG, "a connection that is not needed could not give its claim back", e);
        }
        close(connection);
    }

    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a connection that is not needed could not be closed", e);
        }
    }
}
