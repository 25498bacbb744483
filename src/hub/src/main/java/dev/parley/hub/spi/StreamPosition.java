package dev.parley.hub.spi;

/**
 * A place in the log of a channel. Immutable.
 *
 * @param epoch names one life of the log; offsets of different epochs cannot be compared
 * @param offset number of the publication within the epoch, from 1; 0 is the place before the first
 */
public record StreamPosition(String epoch, long offset) {
    /** Checks the range of {@code offset}. */
    public StreamPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative; the first publication has offset 1");
        }
    }
}
