package dev.parley.hub.memory;

import dev.parley.hub.spi.MessageId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The last messages of the clients of one channel, so that a repeated one is known. Clients that have sent nothing for a
 * day, or for longest when there is no memory, are forgotten. Not safe for threads.
 */
public final class ClientMessages {
    private static final int MAX_BYTES = 4 << 20;
    private static final long REMEMBERED_MILLIS = 24 * 3_600_000L;
    private static final float LOAD = 0.75f;
    private static final boolean BY_USE = true;

    private final LongConsumer memory;
    private final BooleanSupplier over;
    private final Map<String, SentMessages> clients = new LinkedHashMap<>(4, LOAD, BY_USE);
    private long bytes;

    /** What is known of a message. */
    public sealed interface Known {
        /** It has not come before. */
        record New() implements Known {}

        /** It has, and what became of it has this number. */
        record Repeated(long number) implements Known {}

        /** Another one had its number. */
        record Reused() implements Known {}

        /** It is so old that nobody can tell. */
        record Forgotten() implements Known {}
    }

    /**
     * Begins without any.
     *
     * @param memory told how much more is taken, or given back
     * @param over whether there is no memory
     */
    public ClientMessages(LongConsumer memory, BooleanSupplier over) {
        this.memory = memory;
        this.over = over;
    }

    /** Finds out whether a message has come before; {@code text} tells it from others. */
    public Known find(MessageId id, String text, long nowMillis) {
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
        return sent.digest(place) == SentMessages.digest(text)
                ? new Known.Repeated(sent.offset(place))
                : new Known.Reused();
    }

    /** Remembers a message that is new, and the number of what became of it. */
    public void add(MessageId id, String text, long number, long nowMillis) {
        SentMessages sent = clients.computeIfAbsent(id.client(), this::begin);
        int before = sent.bytes();
        sent.heard(nowMillis);
        sent.add(id.number(), number, SentMessages.digest(text));
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
        memory.accept(by);
    }

    /** Forgets the clients that have sent nothing for longest, but never the one that has just sent. */
    private void forget(long now) {
        Iterator<SentMessages> longestIdleFirst = clients.values().iterator();
        for (int left = clients.size(); left > 1; left--) {
            SentMessages sent = longestIdleFirst.next();
            if (bytes <= MAX_BYTES && !over.getAsBoolean() && now - sent.lastTime() < REMEMBERED_MILLIS) {
                return;
            }
            longestIdleFirst.remove();
            grow(-sent.bytes());
        }
    }
}
