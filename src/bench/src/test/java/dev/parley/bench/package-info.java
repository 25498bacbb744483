/** Tests of the command line as a whole. */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
