package dev.parley.endpoints.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the parts of binary messages together. Copies them, since containers use their buffers again. Small parts share
 * a chunk, since a peer may send a message in parts of one byte, or of none. One thread.
 */
public final class BinaryAssembler {
    /** Largest room in bytes that is made for parts to come. */
    private static final int MAX_ROOM = 8192;

    private final List<ByteBuffer> chunks = new ArrayList<>(0); // each is written to its limit but for the last
    private int bytes;

    /** Adds a copy of what remains of {@code part}. */
    public void add(ByteBuffer part) {
        if (!chunks.isEmpty()) {
            fill(chunks.get(chunks.size() - 1), part);
        }
        if (part.hasRemaining()) {
            int room = Math.max(part.remaining(), Math.min(bytes, MAX_ROOM)); // none for a message of one part
            ByteBuffer chunk = ByteBuffer.allocate(room);
            fill(chunk, part);
            chunks.add(chunk);
        }
    }

    private void fill(ByteBuffer chunk, ByteBuffer part) {
        int length = Math.min(chunk.remaining(), part.remaining());
        chunk.put(chunk.position(), part, part.position(), length);
        chunk.position(chunk.position() + length);
        part.position(part.position() + length);
        bytes += length;
    }

    /** Returns the length of the message so far. */
    public long bytes() {
        return bytes;
    }

    /** Returns the whole message and forgets it. */
    public ByteBuffer finish() {
        ByteBuffer message;
        if (chunks.size() == 1) {
            message = chunks.get(0).flip();
        } else {
            message = ByteBuffer.allocate(bytes);
            for (ByteBuffer chunk : chunks) {
                message.put(chunk.flip());
            }
            message.flip();
        }
        clear();
        return message;
    }

    /** Forgets the message. */
    public void clear() {
        chunks.clear();
        bytes = 0;
    }
}
