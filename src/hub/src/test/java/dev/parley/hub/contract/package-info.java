/** What every implementation of a seam of the hub has to pass. */
@NullMarked
package dev.parley.hub.contract;

import org.jspecify.annotations.NullMarked;
