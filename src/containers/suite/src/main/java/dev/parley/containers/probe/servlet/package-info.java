/** The part of the probe that only servlet containers have. */
@NullMarked
package dev.parley.containers.probe.servlet;

import org.jspecify.annotations.NullMarked;
