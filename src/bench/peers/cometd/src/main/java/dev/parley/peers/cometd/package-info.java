/** CometD on its own Jetty, over WebSocket. */
@NullMarked
package dev.parley.peers.cometd;

import org.jspecify.annotations.NullMarked;
