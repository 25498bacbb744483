/**
 * The checker: drives a hub with faults, records every accepted publish and every delivery, and reports what breaks the
 * guarantees of {@code parley.v1.json}.
 */
@NullMarked
package dev.parley.bench.check;

import org.jspecify.annotations.NullMarked;
