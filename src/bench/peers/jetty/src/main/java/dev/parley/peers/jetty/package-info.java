/** Jetty 12.1 with the plain loop, or with a WAR. */
@NullMarked
package dev.parley.peers.jetty;

import org.jspecify.annotations.NullMarked;
