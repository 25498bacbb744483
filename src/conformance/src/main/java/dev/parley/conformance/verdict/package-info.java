/** What is said of a server: levels, verdicts, outcomes, and the wire log that proves them. Knows no other package. */
@NullMarked
package dev.parley.conformance.verdict;

import org.jspecify.annotations.NullMarked;
