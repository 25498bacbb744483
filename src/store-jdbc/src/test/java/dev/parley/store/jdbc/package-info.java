@NullMarked
package dev.parley.store.jdbc;

import org.jspecify.annotations.NullMarked;
