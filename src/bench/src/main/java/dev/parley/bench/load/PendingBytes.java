package dev.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes that a socket did not take yet. Holds no memory when empty. Confined to one thread. */
public final class PendingBytes {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer bytes = NOTHING; // from position to limit

    /** How many wait. */
    public int size() {
        return bytes.remaining();
    }

    /** Adds a copy of what remains in {@code more}. */
    public void add(ByteBuffer more) {
        int length = more.remaining();
        if (length == 0) {
            return;
        }
        if (bytes.capacity() - bytes.limit() < length) {
            int waiting = bytes.remaining();
            bytes = ByteBuffer.allocate(Math.max(waiting + length, 2 * waiting))
                    .put(bytes)
                    .flip();
        }
        int end = bytes.limit();
        bytes.limit(end + length);
        bytes.put(end, more, more.position(), length);
    }

    /** Writes what the socket takes, at most {@code most} bytes. */
    public void writeTo(SocketChannel channel, int most) throws IOException {
        int end = bytes.limit();
        bytes.limit((int) Math.min(end, (long) bytes.position() + most));
        channel.write(bytes);
        bytes.limit(end);
        if (!bytes.hasRemaining()) {
            bytes = NOTHING;
        }
    }

    /** Forgets all. */
    public void clear() {
        bytes = NOTHING;
    }
}
