/** Publishing from outside, by HTTP with a key. */
@NullMarked
package dev.parley.endpoints.push;

import org.jspecify.annotations.NullMarked;
