/** Selects cases, runs them side by side, repeats failures and compares with a baseline. */
@NullMarked
package dev.parley.conformance.runner;

import org.jspecify.annotations.NullMarked;
