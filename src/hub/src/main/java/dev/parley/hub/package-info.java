/** The hub: named channels, their publications, subscriptions and presence, and the outbox of each connection. */
@NullMarked
package dev.parley.hub;

import org.jspecify.annotations.NullMarked;
