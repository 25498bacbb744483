package dev.parley.bench.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a channel that keeps values: all changes that were sent, and what became of them. Confined to one thread. */
final class KnownState implements Topic {
    private final int index;
    private final String name;
    private final byte[] nameBytes;
    private final boolean durable;
    private final Lives lives;
    private final Verdict verdict;
    private final Map<Long, Change> changes = new HashMap<>(); // by id
    private final List<StateEra> eras = new ArrayList<>();

    /**
     * Begins with nothing known.
     *
     * @param durable whether its values are kept in the store, by the server's settings
     */
    KnownState(int index, String name, boolean durable, Lives lives, Verdict verdict) {
        this.index = index;
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.durable = durable;
        this.lives = lives;
        this.verdict = verdict;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] nameBytes() {
        return nameBytes;
    }

    @Override
    public void sending() {} // versions are counted by their answers

    /** What it was in a life of the server. */
    StateEra era(int life) {
        return eraNumbered(number(life));
    }

    private int number(int life) {
        return survives() ? 0 : life;
    }

    /** One of its eras by its number. */
    StateEra eraNumbered(int number) {
        while (eras.size() <= number) {
            eras.add(new StateEra(this, eras.size(), verdict));
        }
        return eras.get(number);
    }

    /** What it is. */
    StateEra latest() {
        return era(lives.current());
    }

    boolean isLatest(StateEra era) {
        return era.number() == number(lives.current());
    }

    /** Whether its values have to survive the end of the server's process. */
    boolean survives() {
        return durable && lives.isDurable();
    }

    /** A change is sent for the first time. */
    void sending(Change change) {
        changes.put(change.id(), change);
    }

    /** The change of that id; nothing if there is none. */
    @Nullable
    Change change(long id) {
        return changes.get(id);
    }

    /** At the end, when everything is answered: judges. */
    void audit(List<Publications> pages, Outages outages) {
        eras.forEach(era -> era.audit(pages, outages));
    }

    @Override
    public String toString() {
        return name;
    }
}
