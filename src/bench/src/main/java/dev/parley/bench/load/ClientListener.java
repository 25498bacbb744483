package dev.parley.bench.load;

/** What one connection tells its owner, on the connection's thread. Must not block. */
public interface ClientListener {
    /** The opening handshake is done: {@link Client#send} works from now on. */
    void onOpen(Client client);

    /**
     * A piece of a message, in the order of the stream.
     *
     * @param flags those of {@link dev.parley.wire.FrameSink}
     * @param bytes borrowed; valid only during this call
     */
    void onData(Client client, int flags, byte[] bytes, int offset, int length);

    /** It is over; called once, also if it never opened. */
    void onEnd(Client client, End end);
}
