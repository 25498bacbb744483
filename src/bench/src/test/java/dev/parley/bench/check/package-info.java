/** Tests of the checker: that it sees what it should, and nothing else. */
@NullMarked
package dev.parley.bench.check;

import org.jspecify.annotations.NullMarked;
