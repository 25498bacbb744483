/** Tests of permessage-deflate, with an inflater of their own as the judge. */
@NullMarked
package dev.parley.wire.deflate;

import org.jspecify.annotations.NullMarked;
