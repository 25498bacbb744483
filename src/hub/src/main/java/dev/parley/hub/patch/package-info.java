/** JSON merge patches on texts. Depends on nothing else of the hub. */
@NullMarked
package dev.parley.hub.patch;

import org.jspecify.annotations.NullMarked;
