package dev.parley.hub.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far each client of one log has handled what was published. Those that have said nothing for longest are forgotten
 * where there are too many. Not safe for threads.
 */
public final class Acknowledgements {
    /** Most clients of one log that are remembered. */
    static final int MOST = 10_000;

    private static final int OVERHEAD = 128;
    private static final float LOAD = 0.75f;
    private static final boolean BY_USE = true;

    private final ChannelMemory memory;
    private final Map<String, Long> offsets = new LinkedHashMap<>(1, LOAD, BY_USE);

    /** Begins without any; what it takes is taken of {@code memory}. */
    public Acknowledgements(ChannelMemory memory) {
        this.memory = memory;
    }

    /** Remembers an offset, unless a later one is remembered; returns whether that is news. */
    public boolean add(String client, long offset) {
        Long before = offsets.get(client);
        if (before != null && before >= offset) {
            return false;
        }
        offsets.put(client, offset);
        if (before == null) {
            memory.take(bytes(client));
            while (offsets.size() > 1 && (offsets.size() > MOST || memory.isOver())) {
                forget(offsets.keySet().iterator().next());
            }
        }
        return true;
    }

    /** Returns what is remembered of a client. */
    public OptionalLong of(String client) {
        Long offset = offsets.get(client);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Forgets everything. */
    public void clear() {
        offsets.keySet().forEach(client -> memory.take(-bytes(client)));
        offsets.clear();
    }

    private void forget(String client) {
        offsets.remove(client);
        memory.take(-bytes(client));
    }

    private static long bytes(String client) {
        return OVERHEAD + 2L * client.length();
    }
}
