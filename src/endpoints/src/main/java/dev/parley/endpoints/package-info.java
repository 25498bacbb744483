/** The endpoints of Parley for Jakarta WebSocket, and the application they belong to. */
@NullMarked
package dev.parley.endpoints;

import org.jspecify.annotations.NullMarked;
