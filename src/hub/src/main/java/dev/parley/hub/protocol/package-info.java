/** The client protocol {@code parley.v1.json}, as {@code docs/protocol.md} has it, for connections of any kind. */
@NullMarked
package dev.parley.hub.protocol;

import org.jspecify.annotations.NullMarked;
