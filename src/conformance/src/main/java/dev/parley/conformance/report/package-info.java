/** Writes results in every format while they come. Knows no socket. */
@NullMarked
package dev.parley.conformance.report;

import org.jspecify.annotations.NullMarked;
