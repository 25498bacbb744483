/** Tests of the load generator. */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
