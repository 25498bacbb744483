/** The vocabulary of cases: frames as they are sent, requests, steps and expectations. Opens no socket. */
@NullMarked
package dev.parley.conformance.script;

import org.jspecify.annotations.NullMarked;
