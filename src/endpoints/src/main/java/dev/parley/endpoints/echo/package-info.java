/** The echo: assembling messages from parts, under a budget. */
@NullMarked
package dev.parley.endpoints.echo;

import org.jspecify.annotations.NullMarked;
