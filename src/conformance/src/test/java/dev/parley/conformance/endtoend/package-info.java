/** The command line as a user meets it: exit codes, one-line errors, files; servers that are good, bad and hostile. */
@NullMarked
package dev.parley.conformance.endtoend;

import org.jspecify.annotations.NullMarked;
