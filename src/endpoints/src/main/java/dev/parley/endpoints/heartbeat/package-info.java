/** The heartbeat: round-trip times and their reports. */
@NullMarked
package dev.parley.endpoints.heartbeat;

import org.jspecify.annotations.NullMarked;
