package dev.parley.hub.spi;

/**
 * How much a log keeps. Immutable.
 *
 * @param messages publications; at least 1
 * @param bytes {@link Publication#weight() weight} of them; at least 1
 */
public record LogBounds(int messages, long bytes) {
    /** Checks the ranges. */
    public LogBounds {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "bounds of a log: messages " + messages + ", bytes " + bytes + ", at least 1 each");
        }
    }
}
