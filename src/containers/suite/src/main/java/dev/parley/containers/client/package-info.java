/** Other people's WebSocket clients, each using every endpoint. */
@NullMarked
package dev.parley.containers.client;

import org.jspecify.annotations.NullMarked;
