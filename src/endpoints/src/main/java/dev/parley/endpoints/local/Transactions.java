package dev.parley.endpoints.local;

/** The transactions in which an application may publish. Safe for any thread. */
public interface Transactions {
    /** There are none: everything is done at once. */
    Transactions NONE = (committed, rolledBack) -> committed.run();

    /** Returns those of the server, by JTA; {@link #NONE} where there is no JTA. */
    static Transactions ofServer() {
        try {
            Class.forName(
                    "jakarta.transaction.TransactionSynchronizationRegistry",
                    false,
                    Transactions.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return NONE;
        }
        return JtaTransactions.ofServer();
    }

    /**
     * Does something when the transaction of the calling thread has been committed, in the order of the calls; at once if
     * there is none. It must not throw.
     *
     * @param rolledBack done instead if the transaction was not committed
     * @throws IllegalStateException if the transaction is being ended already
     */
    void atEnd(Runnable committed, Runnable rolledBack);
}
