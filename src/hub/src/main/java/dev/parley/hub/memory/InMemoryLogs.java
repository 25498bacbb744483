package dev.parley.hub.memory;

import dev.parley.hub.memory.InMemoryChannelLog.Rest;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.LogBounds;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Makes an {@link InMemoryChannelLog} for each channel. Of one that is closed the epoch, the last offset and the numbers of its
 * clients are kept for thirty days, unless there are too many or the memory is used up: then who comes back is told what is not
 * there any more, and nothing is published twice. Safe for any thread.
 */
public final class InMemoryLogs implements ChannelLogs {
    /** Closed logs of which something is kept. */
    static final int MOST_CLOSED = 100_000;

    private static final int EPOCH_BYTES = 8;
    private static final int OVERHEAD = 512;
    private static final long KEPT_MILLIS = Duration.ofDays(30).toMillis();
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Function<String, LogBounds> bounds;
    private final Duration maxAge;
    private final ChannelMemory memory;
    private final RandomGenerator random; // guarded by itself
    private final LinkedHashMap<String, Closed> closed = new LinkedHashMap<>(); // guarded by this; longest closed first

    private long now = UNKNOWN; // guarded by this; milliseconds, as it was told last

    /**
     * A log that was closed.
     *
     * @param since when, or somewhat earlier
     */
    private record Closed(Rest rest, long since) {}

    /**
     * Makes one.
     *
     * @param bounds how much the log of a channel keeps
     * @param maxAge after which no publication is kept
     * @param memory shared by all logs
     * @param random for the names of epochs; called with its own lock held
     */
    public InMemoryLogs(
            Function<String, LogBounds> bounds, Duration maxAge, ChannelMemory memory, RandomGenerator random) {
        this.bounds = bounds;
        this.maxAge = maxAge;
        this.memory = memory;
        this.random = random;
    }

    @Override
    public synchronized ChannelLog open(String channel) {
        Closed known = closed.remove(channel);
        if (known != null) {
            memory.take(-bytes(channel));
        }
        Rest rest = known == null ? fresh() : known.rest();
        return new InMemoryChannelLog(rest, bounds.apply(channel), maxAge, memory, left -> close(channel, left));
    }

    private Rest fresh() {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        return new Rest(HexFormat.of().formatHex(epoch), 0, new ClientMessages(memory), new Acknowledgements(memory));
    }

    private synchronized void close(String channel, Rest rest) {
        if (rest.top() == 0) { // nobody has seen anything of it
            rest.forget();
            return;
        }
        closed.put(channel, new Closed(rest, now));
        memory.take(bytes(channel));
        forgetSome();
    }

    private static long bytes(String channel) {
        return OVERHEAD + 2L * channel.length();
    }

    /** Forgets those that were closed for longest where there are too many, or the memory is used up. */
    private void forgetSome() {
        while (closed.size() > MOST_CLOSED || (!closed.isEmpty() && memory.isOver())) {
            forget(closed.keySet().iterator());
        }
    }

    private void forget(Iterator<String> next) {
        String channel = next.next();
        Closed gone = closed.get(channel);
        next.remove();
        if (gone != null) {
            memory.take(-bytes(channel));
            gone.rest().forget();
        }
    }

    @Override
    public synchronized void sweep(long nowMillis) {
        if (now == UNKNOWN) {
            closed.replaceAll((channel, early) -> new Closed(early.rest(), nowMillis));
        }
        now = nowMillis;
        forgetSome();
        for (Iterator<Closed> all = closed.values().iterator();
                all.hasNext() && nowMillis - all.next().since() > KEPT_MILLIS;
                all = closed.values().iterator()) {
            forget(closed.keySet().iterator());
        }
    }
}
