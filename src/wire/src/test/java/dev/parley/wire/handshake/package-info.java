/** Tests of the opening handshake: heads written by hand, never by the code under test. */
@NullMarked
package dev.parley.wire.handshake;

import org.jspecify.annotations.NullMarked;
