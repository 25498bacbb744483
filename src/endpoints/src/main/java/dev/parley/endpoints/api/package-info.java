/** Parley for the application that it is part of: publish, listen, decide. Begin with {@link Hub}. */
@NullMarked
package dev.parley.endpoints.api;

import org.jspecify.annotations.NullMarked;
