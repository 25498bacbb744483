package dev.parley.hub.memory;

import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes a new {@link InMemoryChannelLog} for each channel. Safe for any thread. */
public final class InMemoryLogs implements ChannelLogs {
    private static final int EPOCH_BYTES = 8;

    private final int maxMessages;
    private final long maxBytes;
    private final ChannelMemory memory;
    private final RandomGenerator random; // guarded by itself

    /**
     * Makes one.
     *
     * @param maxMessages publications that a log keeps, at least 1
     * @param maxBytes memory that they may take
     * @param memory shared by all logs
     * @param random for the names of epochs; called with its own lock held
     */
    public InMemoryLogs(int maxMessages, long maxBytes, ChannelMemory memory, RandomGenerator random) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.memory = memory;
        this.random = random;
    }

    @Override
    public ChannelLog open(String channel) {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        return new InMemoryChannelLog(HexFormat.of().formatHex(epoch), maxMessages, maxBytes, memory);
    }
}
