package dev.parley.endpoints.session;

import dev.parley.hub.Outbox;

/**
 * What connections of one endpoint have in common. Immutable.
 *
 * @param endpoint its path, for the log
 * @param outbox bounds of the outbound queue
 */
public record Profile(String endpoint, Outbox.Bounds outbox) {}
