/** Tomcat 11 with the plain loop, or with a WAR. */
@NullMarked
package dev.parley.peers.tomcat;

import org.jspecify.annotations.NullMarked;
