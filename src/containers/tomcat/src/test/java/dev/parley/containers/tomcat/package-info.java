/** Tomcat as a container of the suite. */
@NullMarked
package dev.parley.containers.tomcat;

import org.jspecify.annotations.NullMarked;
