/** A client that obeys nothing, a network that fails on demand, and waiting with a limit. */
@NullMarked
package dev.parley.containers.net;

import org.jspecify.annotations.NullMarked;
