/** The command line of the benchmarks: one sub-command for each subject. */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
