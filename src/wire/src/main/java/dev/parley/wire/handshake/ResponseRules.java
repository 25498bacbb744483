package dev.parley.wire.handshake;

import java.util.List;
import java.util.Optional;

/** The rules of 4.1 and 4.2.2 for the headers of an answer with status 101. Immutable. */
final class ResponseRules {
    private final Headers headers;

    ResponseRules(Headers headers) {
        this.headers = headers;
    }

    /** Whether the server switches protocols, and in answer to this key. */
    Optional<HandshakeFault> switching(String key) {
        if (isFramed()) {
            return Optional.of(HandshakeFault.BODY);
        }
        List<String> upgrade = headers.values(Names.UPGRADE);
        if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase(Names.WEBSOCKET)) {
            return Optional.of(HandshakeFault.WRONG_UPGRADE); // 4.1 item 2: this value, not a list with it
        }
        if (!Grammar.hasUpgradeOption(headers)) {
            return Optional.of(HandshakeFault.MISSING_CONNECTION_UPGRADE); // 4.1 item 3
        }
        List<String> accept = headers.values(Names.ACCEPT);
        if (accept.size() > 1) {
            return Optional.of(HandshakeFault.REPEATED_HEADER); // 11.3.3
        }
        boolean right = !accept.isEmpty() && AcceptKey.matches(key, accept.get(0)); // 4.1 item 4
        return right ? Optional.empty() : Optional.of(HandshakeFault.WRONG_ACCEPT);
    }

    /** Whether the server chose among what was offered. */
    Optional<HandshakeFault> choice(List<String> subprotocols, List<Extension> extensions) {
        Optional<List<Extension>> chosen = Extension.parse(headers.values(Names.EXTENSIONS));
        if (chosen.isEmpty()) {
            return Optional.of(HandshakeFault.MALFORMED_EXTENSIONS); // 9.1
        }
        List<String> offered = extensions.stream().map(Extension::name).toList();
        if (!chosen.get().stream().map(Extension::name).allMatch(offered::contains)) {
            return Optional.of(HandshakeFault.UNOFFERED_EXTENSION); // 4.1 item 5
        }
        List<String> protocol = headers.values(Names.PROTOCOL);
        if (protocol.size() > 1) {
            return Optional.of(HandshakeFault.REPEATED_HEADER); // 11.3.4
        }
        if (!protocol.stream().allMatch(Grammar::isToken)) {
            return Optional.of(HandshakeFault.MALFORMED_SUBPROTOCOL); // 4.3: one token, not a list
        }
        return subprotocols.containsAll(protocol) // 4.1 item 6
                ? Optional.empty()
                : Optional.of(HandshakeFault.UNOFFERED_SUBPROTOCOL);
    }

    Optional<String> subprotocol() {
        return headers.first(Names.PROTOCOL);
    }

    List<Extension> extensions() {
        return Extension.parse(headers.values(Names.EXTENSIONS)).orElseThrow();
    }

    /**
     * RFC 9110 8.6, RFC 9112 6.1: a 101 has no Content-Length and no transfer coding; a proxy that believed one would see
     * other frames than we do. {@code Content-Length: 0}, which changes nothing, is let through.
     */
    private boolean isFramed() {
        List<String> lengths = headers.values(Names.CONTENT_LENGTH);
        boolean nothing = lengths.isEmpty() || lengths.equals(List.of("0"));
        return !nothing || headers.first(Names.TRANSFER_ENCODING).isPresent();
    }
}
