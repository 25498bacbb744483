/** Clients that do too much, and clients beside them that do not. */
@NullMarked
package dev.parley.containers.flood;

import org.jspecify.annotations.NullMarked;
