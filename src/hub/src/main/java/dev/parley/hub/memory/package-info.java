/** Implementations of the hub's seams that keep everything in memory. */
@NullMarked
package dev.parley.hub.memory;

import org.jspecify.annotations.NullMarked;
