/** An annotated endpoint that sends each message to every session, as tutorials do. */
@NullMarked
package dev.parley.peers.plain;

import org.jspecify.annotations.NullMarked;
