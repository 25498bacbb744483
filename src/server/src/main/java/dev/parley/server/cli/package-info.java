/** The command line of the embedded server: the only package that uses the standard streams. */
@NullMarked
package dev.parley.server.cli;

import org.jspecify.annotations.NullMarked;
