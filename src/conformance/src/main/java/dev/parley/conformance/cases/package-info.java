/** The cases themselves, as data. A class per topic; none touches a socket, a clock or a report. */
@NullMarked
package dev.parley.conformance.cases;

import org.jspecify.annotations.NullMarked;
