/** The extension permessage-deflate (RFC 7692): grammar, negotiation, inflating and deflating messages. */
@NullMarked
package dev.parley.wire.deflate;

import org.jspecify.annotations.NullMarked;
