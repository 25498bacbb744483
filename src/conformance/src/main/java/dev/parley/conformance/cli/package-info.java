/** The command line. */
@NullMarked
package dev.parley.conformance.cli;

import org.jspecify.annotations.NullMarked;
