/** The seams of the hub, and the values that cross them. Depends on nothing else of the hub. */
@NullMarked
package dev.parley.hub.spi;

import org.jspecify.annotations.NullMarked;
