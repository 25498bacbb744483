/** The gate on public signatures, for this module and for parley-conformance-junit. */
@NullMarked
package dev.parley.conformance.api;

import org.jspecify.annotations.NullMarked;
