package dev.parley.endpoints.session;

import dev.parley.hub.spi.Outbound;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the parts of text messages together, so that no container needs a buffer as long as the longest message. Holds
 * nothing between messages, and little beside the text itself: small parts are joined as they come, since a peer may
 * send a message in parts of one character, or of none. Confined to the thread that delivers messages.
 */
public final class TextAssembler {
    /** Characters from which a part is kept as it is. */
    private static final int LARGE = 1024;

    private final List<String> parts = new ArrayList<>(0);
    private StringBuilder small = new StringBuilder(0); // follows the parts; shorter than LARGE
    private long bytes;

    /** Adds a part. */
    public void add(String part) {
        bytes += Outbound.Text.utf8Length(part);
        if (part.length() >= LARGE) {
            join();
            parts.add(part);
        } else {
            small.append(part);
            if (small.length() >= LARGE) {
                join();
            }
        }
    }

    /** Returns the length of the message so far, in bytes of UTF-8. */
    public long bytes() {
        return bytes;
    }

    /** Returns the whole message and forgets it. */
    public String finish() {
        join();
        String message = parts.size() == 1 ? parts.get(0) : String.join("", parts);
        clear();
        return message;
    }

    /** Forgets the message. */
    public void clear() {
        parts.clear();
        small = new StringBuilder(0);
        bytes = 0;
    }

    private void join() {
        if (!small.isEmpty()) {
            parts.add(small.toString());
            small = new StringBuilder(0);
        }
    }
}
