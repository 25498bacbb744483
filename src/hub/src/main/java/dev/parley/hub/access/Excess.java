package dev.parley.hub.access;

/**
 * Something was done too often. Immutable.
 *
 * @param reason what is allowed
 * @param afterMillis when to try again; at least 1
 */
public record Excess(String reason, long afterMillis) {}
