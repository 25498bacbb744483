/** Plays scripts over real sockets: the only package that opens one. */
@NullMarked
package dev.parley.conformance.peer;

import org.jspecify.annotations.NullMarked;
