package dev.parley.endpoints.settings;

/**
 * The declaration of one setting. Immutable.
 *
 * @param key such as {@code parley.server.port}
 * @param fallback the default, as it would be written in a file
 * @param kind what is allowed
 * @param description one phrase for the table in {@code docs/operations.md}
 */
record Setting<T>(String key, String fallback, Kind<T> kind, String description) {}
