package dev.parley.hub.memory;

import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.LogBounds;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes a new {@link InMemoryChannelLog} for each channel. Safe for any thread. */
public final class InMemoryLogs implements ChannelLogs {
    private static final int EPOCH_BYTES = 8;

    private final Function<String, LogBounds> bounds;
    private final Duration maxAge;
    private final ChannelMemory memory;
    private final RandomGenerator random; // guarded by itself

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
    public ChannelLog open(String channel) {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        return new InMemoryChannelLog(HexFormat.of().formatHex(epoch), bounds.apply(channel), maxAge, memory);
    }
}
