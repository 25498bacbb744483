package dev.parley.hub;

import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.StreamPosition;
import java.util.Optional;

/**
 * Where a subscriber wants to begin. Immutable.
 *
 * @param since what it has seen already; empty if it has seen nothing
 * @param history if it has seen nothing: how many of the last publications it wants, at least 0
 * @param client whose {@linkplain Subscription#acknowledge acknowledgement} says what it has seen; empty if {@code since}
 *     does
 */
public record Start(Optional<StreamPosition> since, int history, Optional<String> client) {
    /** Checks the range of {@code history}. */
    public Start {
        if (history < 0) {
            throw new IllegalArgumentException("history " + history + " is negative");
        }
    }

    /** Begins after {@code position}. */
    public static Start after(StreamPosition position) {
        return new Start(Optional.of(position), 0, Optional.empty());
    }

    /** Begins with the last {@code history} publications. */
    public static Start with(int history) {
        return new Start(Optional.empty(), history, Optional.empty());
    }

    /**
     * Begins after what a client has acknowledged last; if nothing is known of that, before the first publication: a gap
     * names those that are not kept.
     */
    public static Start acknowledgedBy(String client) {
        return new Start(Optional.empty(), 0, Optional.of(client));
    }

    /** Returns the same for a channel whose past cannot be read. */
    Start withoutHistory() {
        return new Start(since, 0, client);
    }

    /** Returns the same without a client. */
    Start in(ChannelLog log) {
        return client.map(log::acknowledged)
                .map(known -> after(known.orElseGet(() -> new StreamPosition(log.epoch(), 0))))
                .orElse(this);
    }
}
