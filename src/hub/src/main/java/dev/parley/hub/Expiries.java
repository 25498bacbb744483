package dev.parley.hub;

import dev.parley.hub.memory.ChannelMemory;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which keys of a state channel lose their values, and when: counted in ticks of half a second, since clocks jump. As
 * many as there are keys at most. Not safe for threads: the channel's lock guards it.
 */
final class Expiries {
    private static final long TICK_MILLIS = 500;

    /** What a key takes here, about: two entries and a number; its text is that of the table. */
    private static final int BYTES = 200;

    private final ChannelMemory memory;
    private final Map<String, Long> ends = new HashMap<>(0); // tick by key
    private final TreeMap<Long, Set<String>> keys = new TreeMap<>(); // by tick
    private long now;

    /** Begins without any; what it takes is taken of {@code memory}. */
    Expiries(ChannelMemory memory) {
        this.memory = memory;
    }

    /** A key has a value that stays so long, or for good, or none. */
    void changed(String key, Optional<Duration> life) {
        Long before = ends.remove(key);
        if (before != null) {
            memory.take(-BYTES);
            Set<String> others = keys.getOrDefault(before, new LinkedHashSet<>());
            others.remove(key);
            if (others.isEmpty()) {
                keys.remove(before);
            }
        }
        life.ifPresent(time -> {
            memory.take(BYTES);
            long end = now + 1 + (time.toMillis() + TICK_MILLIS - 1) / TICK_MILLIS; // not before
            ends.put(key, end);
            keys.computeIfAbsent(end, first -> new LinkedHashSet<>()).add(key);
        });
    }

    /** Forgets everything. */
    void clear() {
        memory.take(-(long) BYTES * ends.size());
        ends.clear();
        keys.clear();
    }

    /** Half a second has passed; returns the keys whose time is over, which are to be deleted. */
    List<String> tick() {
        now++;
        return keys.headMap(now, true).values().stream().flatMap(Set::stream).toList();
    }
}
