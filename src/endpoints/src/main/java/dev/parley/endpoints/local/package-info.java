/** What an application does with the hub in its own JVM. */
@NullMarked
package dev.parley.endpoints.local;

import org.jspecify.annotations.NullMarked;
