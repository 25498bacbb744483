/** Who a connection is, and what it may do. */
@NullMarked
package dev.parley.hub.access;

import org.jspecify.annotations.NullMarked;
