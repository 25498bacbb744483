/** The frame codec against other Java codecs and against the physical bound, by CPU time; see docs/performance.md. */
@NullMarked
package dev.parley.bench.codec;

import org.jspecify.annotations.NullMarked;
