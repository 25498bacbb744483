package dev.parley.hub.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * How much a log keeps. Immutable.
 *
 * @param messages publications; at least 1
 * @param bytes {@link Publication#weight() weight} of them; at least 1
 * @param age after which a publication is not kept; empty: as long as where the log is keeps any
 */
public record LogBounds(int messages, long bytes, Optional<Duration> age) {
    /** Checks the ranges. */
    public LogBounds {
        if (messages < 1 || bytes < 1 || age.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("bounds of a log: messages " + messages + ", bytes " + bytes
                    + ", at least 1 each; age " + age + ", not negative");
        }
    }

    /** Bounds that say nothing of ages. */
    public LogBounds(int messages, long bytes) {
        this(messages, bytes, Optional.empty());
    }
}
