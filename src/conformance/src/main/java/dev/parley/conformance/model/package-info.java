/** The catalogue: cases with their ids, rules, needs and documentation. */
@NullMarked
package dev.parley.conformance.model;

import org.jspecify.annotations.NullMarked;
