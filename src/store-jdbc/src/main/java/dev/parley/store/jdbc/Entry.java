package dev.parley.store.jdbc;

import java.sql.SQLException;

/**
 * Something on its way into the database, and then what has become of it. Handed from the thread that wants it to the
 * writer and on to the teller.
 */
interface Entry {
    /** Returns about how many bytes it takes while it waits. */
    int weight();

    /** Returns whether it has to be on the disk before it counts. */
    boolean isSynced();

    /** Puts it into a transaction. For the writer. */
    void write(Transaction transaction) throws SQLException;

    /** The database cannot be used. For the writer. */
    void refuse();

    /** Tells what has become of it, after the transaction or the refusal. For the teller. */
    void tell();
}
