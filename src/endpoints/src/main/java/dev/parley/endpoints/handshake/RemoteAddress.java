package dev.parley.endpoints.handshake;

import java.util.List;
import java.util.Optional;

/** Finds the address of the client, which is not that of the peer where a trusted proxy stands between. */
public final class RemoteAddress {
    private RemoteAddress() {}

    /**
     * Returns the address to count connections by.
     *
     * @param peer address of the other end of the TCP connection
     * @param forwardedFor the {@code X-Forwarded-For} header; only its last entry counts, since a client can write the
     *     others
     * @param trustedProxies addresses whose header is believed
     */
    public static String of(String peer, Optional<String> forwardedFor, List<String> trustedProxies) {
        if (!trustedProxies.contains(peer)) {
            return peer;
        }
        String header = forwardedFor.orElse("");
        String last = header.substring(header.lastIndexOf(',') + 1).trim();
        return last.isEmpty() ? peer : last;
    }
}
