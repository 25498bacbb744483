/**
 * The opening handshake (RFC 6455 section 4) as pure functions from bytes to values, for both roles: no I/O, no clock,
 * no randomness. A server calls {@link dev.parley.wire.handshake.ServerHandshake#read} with what has arrived and
 * answers with an {@link dev.parley.wire.handshake.UpgradeResponse} or a
 * {@link dev.parley.wire.handshake.RequestOutcome.Refused}; a client builds a
 * {@link dev.parley.wire.handshake.ClientHandshake}, sends its request and reads the answer with it.
 *
 * <p>Bare section numbers are those of RFC 6455. Expected outcomes are values; an exception means a mistake of the
 * caller.
 */
@NullMarked
package dev.parley.wire.handshake;

import org.jspecify.annotations.NullMarked;
