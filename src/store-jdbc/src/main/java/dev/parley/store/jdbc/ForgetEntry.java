package dev.parley.store.jdbc;

import java.sql.SQLException;

/** A deletion that a channel of values does not remember any more. If it is not written, it is not forgotten here. */
record ForgetEntry(JdbcState state, String key, long version) implements Entry {
    private static final int OVERHEAD = 192;

    @Override
    public int weight() {
        return OVERHEAD + 2 * key.length();
    }

    @Override
    public boolean isSynced() {
        return false;
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
        if (!state.hasEnded()) {
            transaction.forget(state, key, version);
        }
    }

    @Override
    public void refuse() {
        // it is there when the channel is opened again, and is forgotten then
    }

    @Override
    public void tell() {
        // nobody waits for it
    }
}
