package dev.parley.wire.handshake;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names and values of header fields that the handshake knows, as RFC 6455 spells them. */
final class Names {
    static final String HOST = "Host";
    static final String UPGRADE = "Upgrade";
    static final String CONNECTION = "Connection";
    static final String ORIGIN = "Origin";
    static final String KEY = "Sec-WebSocket-Key";
    static final String VERSION = "Sec-WebSocket-Version";
    static final String PROTOCOL = "Sec-WebSocket-Protocol";
    static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    static final String ACCEPT = "Sec-WebSocket-Accept";
    static final String CONTENT_LENGTH = "Content-Length";
    static final String TRANSFER_ENCODING = "Transfer-Encoding";
    static final String CONTENT_TYPE = "Content-Type";
    static final String ALLOW = "Allow";

    static final String WEBSOCKET = "websocket";
    static final String UPGRADE_OPTION = "Upgrade";

    /** The one version of the protocol that was ever published (4.1). */
    static final String VERSION_13 = "13";

    private static final Set<String> OWN = Set.of(
            "host",
            "upgrade",
            "connection",
            "origin",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-protocol",
            "sec-websocket-extensions",
            "sec-websocket-accept",
            "content-length",
            "transfer-encoding");

    private static final List<String> FRAMING = List.of(CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, CONTENT_TYPE);

    /** In a request each occurs at most once (11.3.1, 11.3.5, RFC 6454 7.3). */
    static final List<String> ONCE_IN_REQUEST = List.of(KEY, VERSION, ORIGIN);

    private Names() {}

    /** Refuses to let a caller of a refusal describe its body or keep the connection. */
    static void requireNoFraming(Headers headers) {
        for (String name : FRAMING) {
            if (headers.first(name).isPresent()) {
                throw new IllegalArgumentException(name + " is written by the handshake itself");
            }
        }
    }

    /** Refuses to let a caller write a header that the handshake writes itself or that would frame a body. */
    static void requireForeign(String name) {
        if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(name + " is written by the handshake itself");
        }
    }
}
