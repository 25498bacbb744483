/**
 * Frames, UTF-8 and the life of a connection after the opening handshake (RFC 6455 sections 5 to 8), without I/O: bytes
 * in, events and bytes out. Bare section numbers in this package are those of RFC 6455.
 */
@NullMarked
package dev.parley.wire;

import org.jspecify.annotations.NullMarked;
