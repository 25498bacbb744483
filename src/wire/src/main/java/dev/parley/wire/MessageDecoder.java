package dev.parley.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what one side of one connection receives to whole messages: a {@link FrameDecoder} for those who want Strings
 * and arrays. Allocates nothing but them, and for messages in several pieces one array that it keeps, up to 64 KiB. Not
 * thread-safe: confine it to the connection's reader. The calling protocol is that of {@link FrameDecoder}.
 */
public final class MessageDecoder {
    private final FrameDecoder frames;
    private final MessageAssembler assembler;
    private @Nullable ProtocolException failure;

    private MessageDecoder(Role role, Limits limits, MessageSink sink, @Nullable MessageExtension extension) {
        int reservedBits = extension == null ? 0 : FrameHeader.RSV1;
        frames = new FrameDecoder(role, limits, reservedBits, TextCheck.IN_SINK);
        assembler = new MessageAssembler(sink, limits, extension);
    }

    /** A decoder for what {@code role} receives, without extensions. */
    public static MessageDecoder of(Role role, Limits limits, MessageSink sink) {
        return new MessageDecoder(role, limits, sink, null);
    }

    /**
     * A decoder for what {@code role} receives, where messages with RSV1 are decoded by {@code extension}. The limit of
     * a message holds before and after. The extension stays the caller's to close.
     */
    public static MessageDecoder of(Role role, Limits limits, MessageSink sink, MessageExtension extension) {
        return new MessageDecoder(role, limits, sink, extension);
    }

    /**
     * Decodes what {@code bytes[from, to)} holds, unmasking in place.
     *
     * @return index of the first byte not consumed, in {@code [from, to]}
     * @throws ProtocolException if the peer broke a rule; what came before has been delivered
     * @throws IndexOutOfBoundsException if {@code [from, to)} is not within {@code bytes}
     * @throws IllegalStateException if this decoder has thrown a {@link ProtocolException} before
     */
    public int decode(byte[] bytes, int from, int to) throws ProtocolException {
        checkAlive();
        int end = frames.decode(bytes, from, to, assembler);
        checkMessage();
        return end;
    }

    /**
     * Decodes what {@code in} holds between position and limit, as {@link FrameDecoder#decode(ByteBuffer, FrameSink)}.
     *
     * @throws ProtocolException if the peer broke a rule; what came before has been delivered
     * @throws IllegalStateException if this decoder has thrown a {@link ProtocolException} before
     */
    public void decode(ByteBuffer in) throws ProtocolException {
        checkAlive();
        frames.decode(in, assembler);
        checkMessage();
    }

    /** Bytes of the stream consumed so far, from the end of the opening handshake. */
    public long streamOffset() {
        return frames.streamOffset();
    }

    /** Bytes that came after the Close frame and were discarded (1.4). */
    public long bytesAfterClose() {
        return frames.bytesAfterClose();
    }

    private void checkAlive() {
        if (failure != null) {
            throw new IllegalStateException("the decoder has failed: " + failure.getMessage());
        }
    }

    private void checkMessage() throws ProtocolException {
        Violation violation = assembler.takeViolation();
        if (violation != null) {
            failure = new ProtocolException(violation, frames.offsetOf(assembler.violationIndex()));
            throw failure;
        }
    }
}
