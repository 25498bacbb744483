/** Servers under test, each in a JVM of its own: started, measured from outside, and ended. */
@NullMarked
package dev.parley.bench.servers;

import org.jspecify.annotations.NullMarked;
