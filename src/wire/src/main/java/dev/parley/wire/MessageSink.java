package dev.parley.wire;

/**
 * Receives whole messages from a {@link MessageDecoder}, in the order of the stream, on the decoding thread. Must not
 * block, throw, or call the decoder.
 */
public interface MessageSink {
    /** A text message; {@code false} pauses decoding after it (back-pressure). */
    boolean onText(String text);

    /** A binary message in an array of its own, which is the receiver's; {@code false} pauses decoding after it. */
    boolean onBinary(byte[] bytes);

    /**
     * A whole control frame, as {@link FrameSink#onControl}.
     *
     * @param bytes borrowed; valid only during this call
     * @return {@code false} to pause decoding after it
     */
    boolean onControl(Opcode opcode, byte[] bytes, int offset, int length);
}
