package dev.parley.wire;

/**
 * Receives what a {@link FrameDecoder} finds, in the order of the stream, on the decoding thread. Must not block, throw,
 * or call the decoder.
 *
 * <p>A message arrives as one or more calls of {@link #onData}, the first with {@link #FIRST}, the last with
 * {@link #LAST}; control frames may come in between (5.4). A frame of no payload arrives as a call of length 0.
 */
public interface FrameSink {
    /** Flag: the message is text; otherwise it is binary (5.6). */
    int TEXT = 0x01;
    /** Flag: the first piece of its message. */
    int FIRST = 0x02;
    /** Flag: the last piece of its message. */
    int LAST = 0x04;
    /** Flag: the last piece of its frame. */
    int FRAME_END = 0x08;
    /** Flag, text without {@link #RSV1} only: every byte of the message so far is ASCII. */
    int ASCII = 0x10;
    /** Flag: the message was marked by an extension (RFC 7692 section 6): its payload is still to be decoded. */
    int RSV1 = FrameHeader.RSV1;

    /**
     * A piece of the payload of a data frame: unmasked, and, if it is text without {@link #RSV1}, valid UTF-8 up to its
     * last whole character.
     *
     * @param flags any of the flags above
     * @param bytes borrowed; valid only during this call; {@code [offset, offset + length)} may be overwritten
     * @return {@code false} to pause decoding after this piece (back-pressure)
     */
    boolean onData(int flags, byte[] bytes, int offset, int length);

    /**
     * A whole control frame (5.5), unmasked. The body of a Close frame has been checked: it is empty, or a legal code in
     * two bytes and a reason in UTF-8; nothing is delivered after it.
     *
     * @param bytes borrowed; valid only during this call
     * @param length in {@code [0, 125]}
     * @return {@code false} to pause decoding after this frame (back-pressure)
     */
    boolean onControl(Opcode opcode, byte[] bytes, int offset, int length);
}
