package dev.parley.hub.memory;

import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.LogBounds;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Makes a new {@link InMemoryChannelLog} for each channel. Safe for any thread. */
public final class InMemoryLogs implements ChannelLogs {
    private static final int EPOCH_BYTES = 8;

    private final Function<String, LogBounds> bounds;
    private final ChannelMemory memory;
    private final RandomGenerator random; // guarded by itself

    /**
     * Makes one.
     *
     * @param bounds how much the log of a channel keeps
     * @param memory shared by all logs
     * @param random for the names of epochs; called with its own lock held
     */
    public InMemoryLogs(Function<String, LogBounds> bounds, ChannelMemory memory, RandomGenerator random) {
        this.bounds = bounds;
        this.memory = memory;
        this.random = random;
    }

    @Override
    public ChannelLog open(String channel) {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        LogBounds kept = bounds.apply(channel);
        return new InMemoryChannelLog(HexFormat.of().formatHex(epoch), kept.messages(), kept.bytes(), memory);
    }
}
