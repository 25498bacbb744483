/** Tests of the fan-out bench. */
@NullMarked
package dev.parley.bench.fanout;

import org.jspecify.annotations.NullMarked;
