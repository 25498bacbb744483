/** Tyrus on Grizzly, the container of the embedded server, with the plain loop. */
@NullMarked
package dev.parley.peers.tyrus;

import org.jspecify.annotations.NullMarked;
