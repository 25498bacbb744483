/** The suite: what every container must do with the WAR, seen from a socket. */
@NullMarked
package dev.parley.containers;

import org.jspecify.annotations.NullMarked;
