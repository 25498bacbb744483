/** The multiplexing protocol on a WebSocket. */
@NullMarked
package dev.parley.endpoints.hub;

import org.jspecify.annotations.NullMarked;
