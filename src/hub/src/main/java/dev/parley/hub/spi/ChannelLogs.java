package dev.parley.hub.spi;

/** Where the channels of a hub have their logs. Safe for any thread. */
@FunctionalInterface
public interface ChannelLogs {
    /**
     * Opens the log of a channel: what is there of it, or a new one. It is not open twice at a time: before it is opened
     * again, it is {@link ChannelLog#close() closed}. May wait for a disk or a network, for a bounded time.
     *
     * @throws LogUnavailableException if it can be neither opened nor made now
     */
    ChannelLog open(String channel);

    /**
     * Forgets what is kept of logs that have long been closed, if nobody else tells the time; called about twice a second.
     *
     * @param nowMillis milliseconds since 1970
     */
    default void sweep(long nowMillis) {}
}
