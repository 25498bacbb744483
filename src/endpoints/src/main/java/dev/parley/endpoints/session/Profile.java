package dev.parley.endpoints.session;

import dev.parley.hub.Outbox;

/**
 * What connections of one endpoint have in common. Immutable.
 *
 * @param endpoint its path, for the log
 * @param outbox bounds of the outbound queue
 * @param direct whether peers are asked by pings how far they have read where that makes sending cheaper, see {@link
 *     ReadingProof}
 */
public record Profile(String endpoint, Outbox.Bounds outbox, boolean direct) {
    /** A profile whose connections get no pings but those of the heartbeat. */
    public Profile(String endpoint, Outbox.Bounds outbox) {
        this(endpoint, outbox, false);
    }
}
