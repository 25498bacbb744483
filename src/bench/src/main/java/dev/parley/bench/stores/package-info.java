/** Stores of the servers that are measured, and what can go wrong with them. */
@NullMarked
package dev.parley.bench.stores;

import org.jspecify.annotations.NullMarked;
