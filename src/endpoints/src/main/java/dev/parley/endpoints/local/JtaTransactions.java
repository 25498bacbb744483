package dev.parley.endpoints.local;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The JTA transactions of a Jakarta EE server, by its {@link TransactionSynchronizationRegistry}. Safe for any thread: what
 * is kept of a transaction is confined to it.
 */
final class JtaTransactions implements Transactions {
    private static final Logger LOG = System.getLogger(JtaTransactions.class.getName());
    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private static final int MOST = 100_000; // in one transaction

    private final Object key = new Object(); // of the deeds of a transaction
    private final Supplier<Optional<TransactionSynchronizationRegistry>> lookup;
    private volatile Optional<TransactionSynchronizationRegistry> found = Optional.empty();

    /** Takes the registry of the server; {@code lookup} is asked until it returns one. */
    JtaTransactions(Supplier<Optional<TransactionSynchronizationRegistry>> lookup) {
        this.lookup = lookup;
    }

    /** Returns the transactions of the server. Not to be called where there is no JTA: this class cannot be loaded there. */
    static Transactions ofServer() {
        JtaTransactions transactions = new JtaTransactions(JtaTransactions::lookUp);
        transactions.registry(); // this thread is the server's: later ones may know no names
        return transactions;
    }

    @SuppressWarnings("BanJNDI") // the name is the container's own
    private static Optional<TransactionSynchronizationRegistry> lookUp() {
        try {
            return Optional.of((TransactionSynchronizationRegistry) new InitialContext().lookup(NAME));
        } catch (NamingException e) { // no JTA here, or a thread that the server does not know
            LOG.log(Level.DEBUG, () -> "no " + NAME + ": " + e);
            return Optional.empty();
        }
    }

    private Optional<TransactionSynchronizationRegistry> registry() {
        if (found.isEmpty()) {
            found = lookup.get();
        }
        return found;
    }

    @Override
    public void atEnd(Runnable committed, Runnable rolledBack) {
        Optional<TransactionSynchronizationRegistry> registry = registry();
        int status = registry.map(TransactionSynchronizationRegistry::getTransactionStatus)
                .orElse(Status.STATUS_NO_TRANSACTION);
        switch (status) {
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED -> committed.run();
            case Status.STATUS_ACTIVE -> deeds(registry.orElseThrow()).add(committed, rolledBack);
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLEDBACK, Status.STATUS_ROLLING_BACK ->
                rolledBack.run();
            default ->
                throw new IllegalStateException(
                        "the transaction is being ended (status " + status + "): publish before that, or after");
        }
    }

    private Deeds deeds(TransactionSynchronizationRegistry registry) {
        if (registry.getResource(key) instanceof Deeds known) {
            return known;
        }
        Deeds deeds = new Deeds();
        registry.registerInterposedSynchronization(deeds);
        registry.putResource(key, deeds);
        return deeds;
    }

    /** What is to be done at the end of one transaction. Confined to it. */
    private static final class Deeds implements Synchronization {
        private final List<Runnable> committed = new ArrayList<>();
        private final List<Runnable> rolledBack = new ArrayList<>();

        void add(Runnable ifCommitted, Runnable ifNot) {
            if (committed.size() == MOST) {
                throw new IllegalStateException("at most " + MOST + " publications in one transaction");
            }
            committed.add(ifCommitted);
            rolledBack.add(ifNot);
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            (status == Status.STATUS_COMMITTED ? committed : rolledBack).forEach(Runnable::run);
        }
    }
}
