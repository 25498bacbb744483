/** The opening handshake (RFC 6455 section 4) as pure functions from bytes to values. */
@NullMarked
package dev.parley.wire.handshake;

import org.jspecify.annotations.NullMarked;
