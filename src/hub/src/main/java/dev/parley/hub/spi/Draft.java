package dev.parley.hub.spi;

import java.util.Optional;

/**
 * A message that is about to become a {@link Publication}; the log adds the offset. Immutable.
 *
 * @param id the publisher's own id for it, as JSON text
 * @param once says that it is to be appended once, however often it comes; empty: as often as it comes
 * @param time when it was accepted, milliseconds since 1970-01-01T00:00Z
 * @param sender member that publishes it
 * @param data JSON text of its value
 */
public record Draft(Optional<String> id, Optional<MessageId> once, long time, String sender, String data) {
    /** Makes one that is appended as often as it comes. */
    public Draft(Optional<String> id, long time, String sender, String data) {
        this(id, Optional.empty(), time, sender, data);
    }
}
