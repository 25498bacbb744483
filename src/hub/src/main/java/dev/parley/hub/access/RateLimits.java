package dev.parley.hub.access;

import java.util.Optional;

/**
 * How often clients may do something; each holds beside the others. Immutable.
 *
 * @param connection one connection
 * @param user all connections of one user; strangers are not counted so, since they can call themselves anything
 * @param address all connections from one address
 */
public record RateLimits(Pace connection, Pace user, Pace address) {
    /** No limits. */
    public static final RateLimits NONE = new RateLimits(Pace.ANY, Pace.ANY, Pace.ANY);

    /**
     * How often one of them may do something. Immutable.
     *
     * @param requests messages of any kind; empty: as often as it likes
     * @param publishes messages that are published, which count as requests too; empty: as often as it likes
     */
    public record Pace(Optional<Rate> requests, Optional<Rate> publishes) {
        /** As often as it likes. */
        public static final Pace ANY = new Pace(Optional.empty(), Optional.empty());
    }
}
