/** Tests of the numbers for operators. */
@NullMarked
package dev.parley.endpoints.metrics;

import org.jspecify.annotations.NullMarked;
