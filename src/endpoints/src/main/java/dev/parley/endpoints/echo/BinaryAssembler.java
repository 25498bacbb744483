package dev.parley.endpoints.echo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts of binary messages together. Copies them, since containers use their buffers again. One thread. */
final class BinaryAssembler {
    private final List<ByteBuffer> parts = new ArrayList<>(0);
    private int bytes;

    /** Adds a copy of what remains of {@code part}. */
    void add(ByteBuffer part) {
        ByteBuffer copy = ByteBuffer.allocate(part.remaining()).put(part).flip();
        bytes += copy.remaining();
        parts.add(copy);
    }

    /** Returns the length of the message so far. */
    long bytes() {
        return bytes;
    }

    /** Returns the whole message and forgets it. */
    ByteBuffer finish() {
        ByteBuffer message;
        if (parts.size() == 1) {
            message = parts.get(0);
        } else {
            message = ByteBuffer.allocate(bytes);
            parts.forEach(message::put);
            message.flip();
        }
        clear();
        return message;
    }

    void clear() {
        parts.clear();
        bytes = 0;
    }
}
