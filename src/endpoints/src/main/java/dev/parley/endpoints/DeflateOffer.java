package dev.parley.endpoints;

import jakarta.websocket.Extension;
import java.util.HashSet;
import java.util.Set;

/**
 * Which offers of permessage-deflate a container is shown. Some take an offer that RFC 7692 7.1 has them decline, and
 * others refuse the whole handshake for one; and what {@code server_max_window_bits} asks for is promised by none that
 * does not keep it, because no offer with it is taken. Stateless.
 */
final class DeflateOffer {
    private static final String NAME = "permessage-deflate";

    private DeflateOffer() {}

    /** Whether a container can answer it by the rules, whichever container it is. */
    static boolean isGood(Extension offer) {
        if (!offer.getName().equals(NAME)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        return offer.getParameters().stream().allMatch(parameter -> seen.add(parameter.getName()) && isGood(parameter));
    }

    private static boolean isGood(Extension.Parameter parameter) {
        String value = parameter.getValue() == null ? "" : parameter.getValue(); // containers differ on none at all
        return switch (parameter.getName()) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty(); // RFC 7692 7.1.1
            case "client_max_window_bits" -> value.isEmpty() || value.matches("[89]|1[0-5]"); // RFC 7692 7.1.2.2
            default -> false;
        };
    }
}
