/** Jetty as a container of the suite. */
@NullMarked
package dev.parley.containers.jetty;

import org.jspecify.annotations.NullMarked;
