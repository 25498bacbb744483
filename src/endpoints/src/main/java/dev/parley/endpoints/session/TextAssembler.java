package dev.parley.endpoints.session;

import dev.parley.hub.spi.Outbound;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the parts of text messages together, so that no container needs a buffer as long as the longest message. Holds
 * nothing between messages. Confined to the thread that delivers messages.
 */
public final class TextAssembler {
    private final List<String> parts = new ArrayList<>(0);
    private long bytes;

    /** Adds a part. */
    public void add(String part) {
        parts.add(part);
        bytes += Outbound.Text.utf8Length(part);
    }

    /** Returns the length of the message so far, in bytes of UTF-8. */
    public long bytes() {
        return bytes;
    }

    /** Returns the whole message and forgets it. */
    public String finish() {
        String message = parts.size() == 1 ? parts.get(0) : String.join("", parts);
        clear();
        return message;
    }

    /** Forgets the message. */
    public void clear() {
        parts.clear();
        bytes = 0;
    }
}
