/** One Jakarta session as a connection: outbox, liveness, back-pressure, close. */
@NullMarked
package dev.parley.endpoints.session;

import org.jspecify.annotations.NullMarked;
