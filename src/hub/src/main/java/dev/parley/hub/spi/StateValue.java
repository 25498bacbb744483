package dev.parley.hub.spi;

import java.util.Optional;

/**
 * A key of a state channel as a change left it. Immutable.
 *
 * @param key the key
 * @param value JSON text; empty: the key was deleted
 * @param version that the change gave to the channel, from 1
 * @param until when the value goes by itself, in milliseconds since 1970; 0: never
 */
public record StateValue(String key, Optional<String> value, long version, long until) {}
