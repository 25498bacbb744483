package dev.parley.store.jdbc;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.SentMessages;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clients that sent to a channel last, with the last few messages of each, so that the database need not be asked for
 * each message: one that is newer than all before is new, and of the others most are repeated soon. Bounded by bytes.
 * Confined to the writer.
 */
final class RememberedClients {
    /** How many messages of each client; the database knows the others. */
    static final int EACH = 16;

    private static final int MAX_BYTES = 1 << 20;
    private static final float LOAD = 0.75f;
    private static final boolean BY_USE = true;

    private final ChannelMemory memory;
    private final Map<String, SentMessages> clients = new LinkedHashMap<>(4, LOAD, BY_USE);
    private long bytes;

    RememberedClients(ChannelMemory memory) {
        this.memory = memory;
    }

    /** Returns what a client has sent; {@code null} if the database has to be asked. */
    @Nullable
    SentMessages find(String client) {
        return clients.get(client);
    }

    /** Adds what the database knows of a client. */
    void add(String client, SentMessages sent) {
        clients.put(client, sent);
        grow(sent.bytes());
    }

    /** A client has sent a message that is new. */
    void sent(SentMessages by, long number, long offset, long digest) {
        int before = by.bytes();
        by.add(number, offset, digest);
        grow(by.bytes() - before);
        Iterator<SentMessages> longestIdleFirst = clients.values().iterator();
        while (clients.size() > 1 && (bytes > MAX_BYTES || memory.isOver())) {
            grow(-longestIdleFirst.next().bytes());
            longestIdleFirst.remove();
        }
    }

    void clear() {
        clients.clear();
        grow(-bytes);
    }

    private void grow(long by) {
        bytes += by;
        memory.take(by);
    }
}
