/** A slow disk below H2, in the process of the server that is checked. */
@NullMarked
package dev.parley.bench.slow;

import org.jspecify.annotations.NullMarked;
