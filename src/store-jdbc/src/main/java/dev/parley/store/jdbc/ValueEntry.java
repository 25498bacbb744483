package dev.parley.store.jdbc;

import dev.parley.hub.spi.StateWrite;
import java.sql.SQLException;

/** A change of a channel of values on its way into the database. */
final class ValueEntry implements Entry {
    private static final int OVERHEAD = 384;

    private final JdbcState state;
    private final StateWrite write;
    private boolean refused = true;

    ValueEntry(JdbcState state, StateWrite write) {
        this.state = state;
        this.write = write;
    }

    @Override
    public int weight() {
        int texts = write.value()
                .map(value ->
                        value.key().length() + value.value().map(String::length).orElse(0))
                .orElse(0);
        return OVERHEAD + 2 * texts;
    }

    @Override
    public boolean isSynced() {
        return state.isSynced();
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
        if (!state.hasEnded()) {
            refused = false;
            transaction.add(state, write);
        }
    }

    @Override
    public void refuse() {
        refused = true;
        state.leftOpen();
    }

    @Override
    public void tell() {
        if (refused) {
            state.lost();
        } // else the transaction tells of the last one for all
    }
}
