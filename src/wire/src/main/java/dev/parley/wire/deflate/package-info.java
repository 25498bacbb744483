/**
 * The extension permessage-deflate (RFC 7692). {@link dev.parley.wire.deflate.DeflateNegotiation} agrees on it during the
 * opening handshake, as pure functions; {@link dev.parley.wire.deflate.PermessageDeflate} then inflates and deflates the
 * messages of one connection. Bare section numbers in this package are those of RFC 7692.
 */
@NullMarked
package dev.parley.wire.deflate;

import org.jspecify.annotations.NullMarked;
