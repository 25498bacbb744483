/** Numbers for operators: what is counted, under which names, and the last minute of it. */
@NullMarked
package dev.parley.endpoints.metrics;

import org.jspecify.annotations.NullMarked;
