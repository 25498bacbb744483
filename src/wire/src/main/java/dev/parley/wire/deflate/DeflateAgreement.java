package dev.parley.wire.deflate;

/**
 * What client and server agreed on. Immutable.
 *
 * @param server how the server compresses what it sends
 * @param client how the client compresses what it sends
 */
public record DeflateAgreement(DeflateDirection server, DeflateDirection client) {}
