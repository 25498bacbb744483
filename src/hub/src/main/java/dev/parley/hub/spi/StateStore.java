package dev.parley.hub.spi;

/** Where the state channels of a hub keep their values. Safe for any thread. */
public interface StateStore {
    /**
     * Opens what is kept of a channel, or begins it. It is not open twice at a time: before it is opened again, it is
     * {@link StoredState#close() closed}. May wait for a disk or a network, for a bounded time.
     *
     * @throws LogUnavailableException if it can be neither opened nor made now
     * @throws StoreFullException if nothing is kept of it, and there are as many channels as there may be
     */
    StoredState open(String channel);

    /** Returns whether what a channel has is there again when it is closed and opened; else it begins anew. */
    boolean isLasting(String channel);
}
