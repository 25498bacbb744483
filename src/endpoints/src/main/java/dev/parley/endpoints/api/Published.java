package dev.parley.endpoints.api;

/**
 * Something was published. Immutable.
 *
 * @param offset offset of the message in its channel, or version of the channel of values after the change
 * @param duplicate whether it had been published before, under the same {@link PublishOptions#once}
 */
public record Published(long offset, boolean duplicate) {}
