/** An application that uses Parley's Java API, deployed together with the real WAR. */
@NullMarked
package dev.parley.containers.application;

import org.jspecify.annotations.NullMarked;
