/** Reading and writing the JSON of the protocols; data of messages passes through as the text that it came as. */
@NullMarked
package dev.parley.hub.json;

import org.jspecify.annotations.NullMarked;
