/** The conformance suite as JUnit 5 tests, for anybody's project. */
@NullMarked
package dev.parley.conformance.junit;

import org.jspecify.annotations.NullMarked;
