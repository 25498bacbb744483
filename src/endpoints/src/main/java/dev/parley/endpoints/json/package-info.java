/** Reading and writing the small JSON objects of the plain protocols. */
@NullMarked
package dev.parley.endpoints.json;

import org.jspecify.annotations.NullMarked;
