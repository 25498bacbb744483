/** Logs of channels on a database, so that they survive the process: H2 in a file, or PostgreSQL. */
@NullMarked
package dev.parley.store.jdbc;

import org.jspecify.annotations.NullMarked;
