package dev.parley.hub.memory;

import dev.parley.hub.spi.MessageId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last messages of the clients of one channel, so that a repeated one is known. Clients that have sent nothing for a
 * day, or for longest when there is no memory, are forgotten. Not safe for threads.
 */
public final class ClientMessages {
    /** Most bytes that the messages of the clients of a channel take. */
    static final int MAX_BYTES = 4 << 20;

    private static final long REMEMBERED_MILLIS = 24 * 3_600_000L;
    private static final float LOAD = 0.75f;
    private static final boolean BY_USE = true;

    private final ChannelMemory memory;
    private final Map<String, SentMessages> clients = new LinkedHashMap<>(4, LOAD, BY_USE);
    private long bytes;

    /** What is known of a message. */
    public sealed interface Known {
        /** It has not come before. */
        record New() implements Known {}

        /** It has, and what became of it has this number. */
        record Repeated(long number) implements Known {}

        /** Another one had its number, and what became of that one has this. */
        record Reused(long number) implements Known {}

        /** It is so old that nobody can tell. */
        record Forgotten() implements Known {}
    }

    /** Begins without any; what it takes is taken of {@code memory}. */
    public ClientMessages(ChannelMemory memory) {
        this.memory = memory;
    }

    /** Finds out whether a message has come before; {@code digest} of its data tells it from others. */
    public Known find(MessageId id, long digest, long nowMillis) {
        SentMessages sent = clients.get(id.client());
        if (sent == null) {
            return new Known.New();
        }
        sent.heard(nowMillis);
        int place = sent.find(id.number());
        if (place == SentMessages.NEW) {
            return new Known.New();
        } else if (place == SentMessages.FORGOTTEN) {
            return new Known.Forgotten();
        }
        long number = sent.offset(place);
        return sent.digest(place) == digest ? new Known.Repeated(number) : new Known.Reused(number);
    }

    /** Remembers a message that is new, and the number of what became of it. */
    public void add(MessageId id, long digest, long number, long nowMillis) {
        SentMessages sent = clients.computeIfAbsent(id.client(), this::begin);
        int before = sent.bytes();
        sent.heard(nowMillis);
        sent.add(id.number(), number, digest);
        grow(sent.bytes() - before);
        forget(nowMillis);
    }

    /** Forgets everything. */
    public void clear() {
        clients.clear();
        grow(-bytes);
    }

    private SentMessages begin(String client) {
        SentMessages sent = new SentMessages(client);
        grow(sent.bytes());
        return sent;
    }

    private void grow(long by) {
        bytes += by;
        memory.take(by);
    }

    /** Forgets the clients that have sent nothing for longest, but never the one that has just sent. */
    private void forget(long now) {
        Iterator<SentMessages> longestIdleFirst = clients.values().iterator();
        for (int left = clients.size(); left > 1; left--) {
            SentMessages sent = longestIdleFirst.next();
            if (bytes <= MAX_BYTES && !memory.isTooMuch(bytes) && now - sent.lastTime() < REMEMBERED_MILLIS) {
                return;
            }
            longestIdleFirst.remove();
            grow(-sent.bytes());
        }
    }
}
