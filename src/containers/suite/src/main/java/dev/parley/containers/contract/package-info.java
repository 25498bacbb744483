/** What containers do by themselves, row by row, and where they differ. */
@NullMarked
package dev.parley.containers.contract;

import org.jspecify.annotations.NullMarked;
