package dev.parley.hub.spi;

import java.util.Optional;

/**
 * A change of a state channel to be kept. Immutable.
 *
 * @param number one more than that of the write before, from 1 when the channel is opened
 * @param version of the channel after it; not below that of the write before
 * @param value what it makes of its key; empty if there was nothing to do
 * @param sent who made it; empty if it may be made again
 */
public record StateWrite(long number, long version, Optional<StateValue> value, Optional<SentChange> sent) {}
