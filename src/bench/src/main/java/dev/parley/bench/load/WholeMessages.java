package dev.parley.bench.load;

import dev.parley.wire.FrameSink;
import java.util.Arrays;

/** Puts the pieces of a connection's messages together; a message that comes whole is passed on without a copy. */
public final class WholeMessages {
    private static final int KEPT = 16 * 1024;
    private static final byte[] NONE = {};

    private final MessageConsumer consumer;
    private byte[] parts = NONE;
    private int length;

    /** Receives whole messages. */
    @FunctionalInterface
    public interface MessageConsumer {
        /** A whole message; {@code bytes} are borrowed for the call. */
        void onMessage(byte[] bytes, int offset, int length);
    }

    /** Messages go to {@code consumer}. */
    public WholeMessages(MessageConsumer consumer) {
        this.consumer = consumer;
    }

    /** Takes the next piece, as {@link ClientListener#onData} has it. */
    public void add(int flags, byte[] bytes, int offset, int pieceLength) {
        boolean last = (flags & FrameSink.LAST) != 0;
        if (last && (flags & FrameSink.FIRST) != 0) {
            consumer.onMessage(bytes, offset, pieceLength);
            return;
        }
        if ((flags & FrameSink.FIRST) != 0) {
            length = 0;
        }
        if (pieceLength > parts.length - length) {
            parts = Arrays.copyOf(parts, Math.max(length + pieceLength, 2 * parts.length));
        }
        System.arraycopy(bytes, offset, parts, length, pieceLength);
        length += pieceLength;
        if (last) {
            consumer.onMessage(parts, 0, length);
            if (parts.length > KEPT) {
                parts = NONE;
            }
        }
    }
}
