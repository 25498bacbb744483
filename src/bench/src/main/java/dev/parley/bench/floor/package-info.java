/** The physical bound of a fan-out: a bare loop of writes on one thread, in the bench's own words of RFC 6455. */
@NullMarked
package dev.parley.bench.floor;

import org.jspecify.annotations.NullMarked;
