package dev.parley.hub.spi;

import java.util.Optional;

/**
 * One message of a log channel, as the log keeps it. Immutable.
 *
 * @param offset its number within the epoch, from 1, consecutive
 * @param id the publisher's own id for it, so that the publisher recognises it; empty if it gave none
 * @param time when it was accepted, milliseconds since 1970-01-01T00:00Z
 * @param sender member that published it
 * @param data JSON text of its value, passed through as it came
 */
public record Publication(long offset, Optional<String> id, long time, String sender, String data) {
    /** Estimated heap of a publication beside its texts, in bytes. */
    private static final int OVERHEAD = 96;

    /** Returns about how many bytes of memory it takes; never 0. */
    public int weight() {
        return OVERHEAD
                + 2 * (sender.length() + data.length() + id.map(String::length).orElse(0));
    }
}
