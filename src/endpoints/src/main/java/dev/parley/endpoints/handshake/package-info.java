/** What is known of an opening handshake, and who is let in. */
@NullMarked
package dev.parley.endpoints.handshake;

import org.jspecify.annotations.NullMarked;
