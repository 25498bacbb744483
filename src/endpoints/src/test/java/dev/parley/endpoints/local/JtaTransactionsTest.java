package dev.parley.endpoints.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JtaTransactionsTest {
    private final Registry registry = new Registry();
    private final JtaTransactions transactions = new JtaTransactions(() -> Optional.of(registry));
    private final List<String> done = new ArrayList<>();

    /** One transaction after the other, as a server has it. */
    private static final class Registry implements TransactionSynchronizationRegistry {
        private int status = Status.STATUS_NO_TRANSACTION;
        private final List<Synchronization> synchronizations = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();

        void begin() {
            status = Status.STATUS_ACTIVE;
        }

        void end(int as) {
            status = as;
            List<Synchronization> all = List.copyOf(synchronizations);
            synchronizations.clear();
            resources.clear();
            all.forEach(each -> each.afterCompletion(as));
            status = Status.STATUS_NO_TRANSACTION;
        }

        @Override
        public Object getTransactionKey() {
            return this;
        }

        @Override
        public void putResource(Object key, Object value) {
            resources.put(key, value);
        }

        @Override
        public @Nullable Object getResource(Object key) {
            return resources.get(key);
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            synchronizations.add(synchronization);
        }

        @Override
        public int getTransactionStatus() {
            return status;
        }

        @Override
        public void setRollbackOnly() {
            status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public boolean getRollbackOnly() {
            return status == Status.STATUS_MARKED_ROLLBACK;
        }
    }

    private void atEnd(String name) {
        transactions.atEnd(() -> done.add(name), () -> done.add("not " + name));
    }

    @Test
    void doesAtOnceWhatIsInNone() {
        atEnd("a");
        assertEquals(List.of("a"), done);
    }

    @Test
    void waitsForTheCommitAndKeepsTheOrder() {
        registry.begin();
        atEnd("a");
        atEnd("b");
        assertEquals(List.of(), done);
        assertEquals(1, registry.synchronizations.size(), "the order of several is not specified");
        registry.end(Status.STATUS_COMMITTED);
        assertEquals(List.of("a", "b"), done);
        registry.begin();
        atEnd("c");
        registry.end(Status.STATUS_COMMITTED);
        assertEquals(List.of("a", "b", "c"), done);
    }

    @ParameterizedTest
    @ValueSource(ints = {Status.STATUS_ROLLEDBACK, Status.STATUS_UNKNOWN})
    void doesNothingUnlessItIsCommitted(int status) {
        registry.begin();
        atEnd("a");
        registry.end(status);
        assertEquals(List.of("not a"), done);
    }

    @Test
    void doesNothingInOneThatIsDoomed() {
        registry.begin();
        registry.setRollbackOnly();
        atEnd("a");
        assertEquals(List.of("not a"), done);
    }

    @Test
    void saysSoWhenItIsTooLate() {
        registry.status = Status.STATUS_COMMITTING;
        assertThrows(IllegalStateException.class, () -> atEnd("a"));
    }

    /** A thread that the server does not know cannot look the registry up; another one may. */
    @Test
    void looksTheRegistryUpUntilItIsFound() {
        List<Optional<TransactionSynchronizationRegistry>> answers =
                new ArrayList<>(List.of(Optional.empty(), Optional.of(registry)));
        JtaTransactions late = new JtaTransactions(() -> answers.remove(0));
        registry.begin();
        late.atEnd(() -> done.add("unknown thread"), () -> {});
        late.atEnd(() -> done.add("known thread"), () -> {});
        assertEquals(List.of("unknown thread"), done);
        registry.end(Status.STATUS_COMMITTED);
        assertEquals(List.of("unknown thread", "known thread"), done);
    }
}
