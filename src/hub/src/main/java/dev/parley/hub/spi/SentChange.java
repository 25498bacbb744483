package dev.parley.hub.spi;

/**
 * A change of a state channel that a client made, so that it is not made again when it is sent again. Immutable.
 *
 * @param id names it
 * @param digest tells it from another one with the same number
 * @param version of the channel after it
 * @param time when it was made, in milliseconds since 1970
 */
public record SentChange(MessageId id, long digest, long version, long time) {}
