package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import dev.parley.hub.ChannelEvent.UpToDate;
import dev.parley.hub.patch.MergePatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a state channel with room for so many events, which keeps the values as a client would and checks every
 * promise that it can see being broken. For one thread.
 */
final class StateReader implements Subscriber {
    int room;
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Long> versions = new HashMap<>(); // of deleted keys too
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean paging;
    private long version;
    private long skipped;
    private long told;
    private int lives;

    StateReader(int room) {
        this.room = room;
    }

    @Override
    public boolean accept(Delivery delivery) {
        if (room == 0) {
            return false;
        }
        room -= room == Inbox.WIDE ? 0 : 1;
        deliveries.add(delivery);
        if (delivery.event() instanceof Snapshot snapshot) {
            take(snapshot);
        } else if (delivery.event() instanceof Changed changed) {
            take(changed);
        } else {
            lives++;
            assertFalse(paging);
            assertTrue(version <= ((UpToDate) delivery.event()).version());
            version = ((UpToDate) delivery.event()).version();
        }
        return true;
    }

    @Override
    public void failed(Throwable cause) {
        failures.add(cause);
    }

    private void take(Snapshot snapshot) {
        assertTrue(snapshot.first() || paging, "a page of a snapshot that has not begun");
        if (snapshot.first()) {
            values.clear();
        }
        for (StateEntry entry : snapshot.entries()) {
            assertFalse(values.containsKey(entry.key()), "twice in one snapshot");
            take(entry, entry.value());
        }
        paging = snapshot.more();
        assertTrue(!paging || snapshot.version() == 0);
        version = snapshot.version();
        told = version;
        skipped = 0;
    }

    private void take(Changed changed) {
        assertFalse(paging, "changes in the middle of a snapshot");
        assertFalse(changed.entries().isEmpty(), "a change of nothing");
        Set<String> seen = new HashSet<>();
        for (StateEntry entry : changed.entries()) {
            assertTrue(seen.add(entry.key()), "twice in one change");
            if (changed.isPatch(entry)) {
                assertTrue(0 < version && version <= changed.after());
                String patched = MergePatch.apply(
                        Optional.ofNullable(values.get(entry.key())).orElseThrow(),
                        entry.patch().orElseThrow());
                take(entry, Optional.of(patched));
            } else {
                take(entry, entry.value());
            }
        }
        told += changed.entries().size();
        skipped += changed.skipped();
        version = changed.version();
    }

    private void take(StateEntry entry, Optional<String> value) {
        long before = versions.getOrDefault(entry.key(), 0L);
        assertTrue(before <= entry.version(), "version " + entry.version() + " of " + entry.key() + " after " + before);
        versions.put(entry.key(), entry.version());
        value.ifPresentOrElse(text -> values.put(entry.key(), text), () -> values.remove(entry.key()));
    }

    /** Returns the values that it knows. */
    Map<String, String> values() {
        return values;
    }

    /** Returns the version of the channel whose values it knows; 0 if they are of no one version. */
    long version() {
        return version;
    }

    /** Returns how many changes it was told of, those skipped and those before a snapshot of one page included. */
    long changes() {
        return told + skipped;
    }

    int lives() {
        return lives;
    }

    List<Throwable> failures() {
        return failures;
    }

    /** Returns the deliveries since the last call. */
    List<Delivery> take() {
        List<Delivery> taken = List.copyOf(deliveries);
        deliveries.clear();
        return taken;
    }

    /** Returns the deliveries since the last call in short: {@code snap@2 a=1 b=2, upd@3 c=1 -a skipped 1, live@3}. */
    String words() {
        return String.join(
                ", ", take().stream().map(delivery -> word(delivery.event())).toList());
    }

    private static String word(ChannelEvent event) {
        if (event instanceof Snapshot snapshot) {
            return (snapshot.first() ? "snap@" : "page@")
                    + snapshot.version()
                    + entries(snapshot.entries(), null)
                    + (snapshot.more() ? " more" : "");
        } else if (event instanceof Changed changed) {
            return "upd@" + changed.version() + entries(changed.entries(), changed)
                    + (changed.skipped() > 0 ? " skipped " + changed.skipped() : "");
        }
        return "live@" + ((UpToDate) event).version();
    }

    private static String entries(List<StateEntry> entries, @Nullable Changed changed) {
        StringBuilder words = new StringBuilder();
        for (StateEntry entry : entries) {
            if (changed != null && changed.isPatch(entry)) {
                words.append(' ')
                        .append(entry.key())
                        .append('~')
                        .append(entry.patch().orElseThrow());
            } else {
                words.append(
                        entry.isDeleted()
                                ? " -" + entry.key()
                                : " " + entry.key() + "=" + entry.value().get());
            }
        }
        return words.toString();
    }
}
