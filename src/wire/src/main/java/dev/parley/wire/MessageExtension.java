package dev.parley.wire;

/**
 * An extension that transforms the payload of whole messages and marks those that it transformed with RSV1 on their
 * first frame (9, RFC 7692 section 6): the seam through which permessage-deflate joins a connection.
 *
 * <p>Calling protocol, each direction on its own: any number of {@link #decode} (or {@link #encode}) with the pieces of
 * one message, then {@link #endDecode} (or {@link #endEncode}) once. Control frames and messages without RSV1 never
 * pass through. Both directions may be used by different threads, each by one at a time. After a
 * {@link ProtocolException} or a refusal by the output, only {@link #close} may follow.
 */
public interface MessageExtension extends AutoCloseable {
    /**
     * Takes a piece of the payload of a received message and hands on what it decodes to.
     *
     * @param bytes borrowed for the call; {@code [offset, offset + length)} is read
     * @throws ProtocolException if the payload is not what the extension allows, or decodes to more than its limit;
     *     thrown before anything beyond the limit is handed on
     */
    void decode(byte[] bytes, int offset, int length, Output out) throws ProtocolException;

    /**
     * Ends the received message: hands on what is still to come and gets ready for the next message.
     *
     * @throws ProtocolException as {@link #decode}
     */
    void endDecode(Output out) throws ProtocolException;

    /**
     * Takes a piece of the payload of a message to be sent and hands on what it encodes to so far.
     *
     * @param bytes borrowed for the call; {@code [offset, offset + length)} is read
     */
    void encode(byte[] bytes, int offset, int length, Output out);

    /** Ends the message to be sent: hands on the rest of its payload and gets ready for the next message. */
    void endEncode(Output out);

    /** Releases native memory at once. Idempotent; no other method may be called afterwards. */
    @Override
    void close();

    /** Receives what an extension makes of a message, on the calling thread. */
    @FunctionalInterface
    interface Output {
        /**
         * The next piece of payload.
         *
         * @param bytes borrowed; valid only during this call
         * @return {@code false} to abandon the message: the extension returns at once and is then good for nothing but
         *     {@link MessageExtension#close}
         */
        boolean accept(byte[] bytes, int offset, int length);
    }
}
