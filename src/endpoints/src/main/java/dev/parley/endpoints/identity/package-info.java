/** Tokens, and the keys that they are verified with. */
@NullMarked
package dev.parley.endpoints.identity;

import org.jspecify.annotations.NullMarked;
