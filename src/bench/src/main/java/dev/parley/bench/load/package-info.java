/** A load generator: thousands of WebSocket client connections on a few selector threads, each with faults on demand. */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
