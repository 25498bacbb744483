/** The embedded server: Parley's endpoints and pages on Tyrus and Grizzly. */
@NullMarked
package dev.parley.server;

import org.jspecify.annotations.NullMarked;
