/** Endpoints that show what a container does by itself: a WAR without anything of Parley. */
@NullMarked
package dev.parley.containers.probe;

import org.jspecify.annotations.NullMarked;
