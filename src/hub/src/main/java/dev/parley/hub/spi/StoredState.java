package dev.parley.hub.spi;

/**
 * Keeps what one state channel has, as durable as the channel is to be. Safe for any thread; {@link #write} is called by one
 * thread at a time.
 *
 * <p>The channel has everything in memory; here it is written, and read again when the channel is opened or the store
 * was lost meanwhile. A change counts, and is shown to anybody, when it is kept.
 */
public interface StoredState {
    /** What becomes of a write. */
    enum Taken {
        /** It is kept: the channel lasts no longer than that. */
        KEPT,
        /** The {@link Listener} will be told. */
        LATER,
        /** It is not done: the store cannot be used, or too much waits already. */
        REFUSED
    }

    /** Is told what became of writes, on any thread, one call at a time. */
    interface Listener {
        /** Everything up to this {@link StateWrite#number() number} is kept. */
        void kept(long number);

        /**
         * Of what was written and has not been told to be kept, nobody knows whether it is. If some is, {@link #found}
         * tells of it, before anything else is taken.
         */
        void lost();

        /** Tells what was kept after all, though the store was lost: all changes after the last one told. */
        void found(StateContent news);

        /**
         * The epoch has ended: what was told is not there any more. Nothing more is taken; to go on, the channel is
         * opened again.
         */
        void ended();
    }

    /** Names this life of the channel: versions of another epoch have nothing to do with these. */
    String epoch();

    /** Hands over what was there when it was opened; to be called once, before anything else. */
    StateContent content();

    /** Names whom to tell from now on; to be called once, before anything is written. */
    void listen(Listener listener);

    /**
     * Keeps a change. Of several of one key that wait together only the last may be written.
     *
     * @throws IllegalArgumentException if it holds a text that cannot be kept
     */
    Taken write(StateWrite write);

    /**
     * Forgets a deletion, which the channel does not remember any more; soon, or not at all: then it is there when the
     * channel is opened again.
     *
     * @param version of the deletion; nothing is done to a key that has changed since
     */
    void forget(String key, long version);

    /** Lets go of what it holds in memory: the channel has been forgotten. More than one call does no harm. */
    void close();
}
