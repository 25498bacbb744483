/** Every setting of Parley, typed, and where it is read from. */
@NullMarked
package dev.parley.endpoints.settings;

import org.jspecify.annotations.NullMarked;
