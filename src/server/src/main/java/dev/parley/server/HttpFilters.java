package dev.parley.server;

import dev.parley.wire.handshake.HandshakeLimits;
import java.time.Duration;

/**
 * What stands between the bytes and Grizzly's HTTP codec, in this order. Safe for any thread.
 *
 * @param drain forgets what comes after the end
 * @param deadlines ends connections without headway
 * @param heads judges the heads of requests
 */
record HttpFilters(SendingSide.Drain drain, HttpDeadlines deadlines, RequestHeads heads) {
    /** How large the head of a request may be. */
    static final HandshakeLimits LIMITS = HandshakeLimits.DEFAULT;

    /** The filters of a new server. */
    static HttpFilters of(Duration timeout) {
        HttpDeadlines deadlines = new HttpDeadlines(timeout);
        return new HttpFilters(new SendingSide.Drain(), deadlines, new RequestHeads(LIMITS, deadlines));
    }
}
