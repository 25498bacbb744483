package dev.parley.wire;

/**
 * Receives the events of a {@link Connection}, on the thread that calls it, in the order of the stream. May send and
 * close from inside an event; must not block, throw, or call {@link Connection#receive}.
 */
public interface ConnectionListener {
    /** A text message; {@code false} pauses {@link Connection#receive} after it (back-pressure). */
    boolean onText(String text);

    /** A binary message in an array of its own, which is the receiver's; {@code false} pauses as {@link #onText}. */
    boolean onBinary(byte[] bytes);

    /** A Ping, which the connection has answered already (5.5.2). The array is the receiver's. */
    default void onPing(byte[] payload) {}

    /** A Pong, asked for or not (5.5.3). The array is the receiver's. */
    default void onPong(byte[] payload) {}

    /** The peer broke a rule; the connection fails (7.1.7), and {@link #onClosed} follows with 1006. */
    default void onFailed(ProtocolException failure) {}

    /**
     * The connection is closed (7.1.4 to 7.1.6): the last event, once.
     *
     * @param code the peer's code; 1005 if its Close frame had none, 1006 if there was no Close frame
     * @param reason the peer's reason, perhaps empty
     */
    void onClosed(CloseCode code, String reason);
}
