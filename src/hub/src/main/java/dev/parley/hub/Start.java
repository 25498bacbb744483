package dev.parley.hub;

import dev.parley.hub.spi.StreamPosition;
import java.util.Optional;

/**
 * Where a subscriber wants to begin. Immutable.
 *
 * @param since what it has seen already; empty if it has seen nothing
 * @param history if it has seen nothing: how many of the last publications it wants, at least 0
 */
public record Start(Optional<StreamPosition> since, int history) {
    /** Checks the range of {@code history}. */
    public Start {
        if (history < 0) {
            throw new IllegalArgumentException("history " + history + " is negative");
        }
    }

    /** Begins after {@code position}. */
    public static Start after(StreamPosition position) {
        return new Start(Optional.of(position), 0);
    }

    /** Begins with the last {@code history} publications. */
    public static Start with(int history) {
        return new Start(Optional.empty(), history);
    }
}
