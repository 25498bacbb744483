package dev.parley.store.jdbc;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.Draft;
import java.util.function.Consumer;

/**
 * A draft on its way into a log, and then what has become of it. Handed from the publisher's thread to the writer and
 * on to the teller.
 */
final class Entry {
    private static final int OVERHEAD = 256;

    final JdbcChannelLog log;
    final Draft draft;
    private final Consumer<Appended> later;
    private Appended outcome = new Appended.Unavailable();

    Entry(JdbcChannelLog log, Draft draft, Consumer<Appended> later) {
        this.log = log;
        this.draft = draft;
        this.later = later;
    }

    /** Returns about how many bytes it takes while it waits. */
    int weight() {
        return OVERHEAD + 2 * (draft.data().length() + draft.sender().length());
    }

    void decide(Appended decision) {
        outcome = decision;
    }

    Appended outcome() {
        return outcome;
    }

    void tell() {
        later.accept(outcome);
    }
}
