/** How a transport becomes a WebSocket peer: one example with blocking sockets, one with NIO. The tests run them. */
@NullMarked
package dev.parley.wire.example;

import org.jspecify.annotations.NullMarked;
