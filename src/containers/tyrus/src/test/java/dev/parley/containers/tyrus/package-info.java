/** The embedded server as a container of the suite. */
@NullMarked
package dev.parley.containers.tyrus;

import org.jspecify.annotations.NullMarked;
