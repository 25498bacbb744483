package dev.parley.wire.handshake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A client's opening handshake that keeps every rule of 4.2.1, as {@link ServerHandshake#read} found it. What is left to
 * the server's judgement (4.2.2) is whether it serves {@link #resourceName()}, to this {@link #origin()} and
 * {@link #host()}, and which of {@link #subprotocols()} and {@link #extensions()} it takes. Immutable.
 */
public final class UpgradeRequest {
    private final String resourceName;
    private final String host;
    private final List<String> subprotocols;
    private final List<Extension> extensions;
    private final Headers headers;

    UpgradeRequest(
            String resourceName, String host, List<String> subprotocols, List<Extension> extensions, Headers headers) {
        this.resourceName = resourceName;
        this.host = host;
        this.subprotocols = List.copyOf(subprotocols);
        this.extensions = List.copyOf(extensions);
        this.headers = headers;
    }

    /** The path and, after "?", the query (3): begins with "/", percent-encoded as sent. */
    public String resourceName() {
        return resourceName;
    }

    /** The Host header as sent: a host and, if it is not the default one, a port. */
    public String host() {
        return host;
    }

    /**
     * The origin of the page whose script asks, in lower case (4.2.2), perhaps "null"; empty if there is none, so that
     * the client is no browser. The grammar is not checked: compare the whole string with the origins you allow, and
     * refuse others with 403 (10.2).
     */
    public Optional<String> origin() {
        return headers.first(Names.ORIGIN).map(origin -> origin.toLowerCase(Locale.ROOT));
    }

    /** The subprotocols offered, most preferred first, no two alike; empty if the client named none. */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /**
     * The subprotocol to use: the client's most preferred of those in {@code supported}, compared exactly.
     *
     * @return empty if there is none; 4.2.2: then the answer names no subprotocol
     */
    public Optional<String> firstSubprotocolOf(List<String> supported) {
        return subprotocols.stream().filter(supported::contains).findFirst();
    }

    /** The extensions offered, most preferred first (9.1); the same name may occur several times. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** Every header as sent. */
    public Headers headers() {
        return headers;
    }

    String key() {
        return headers.first(Names.KEY).orElseThrow();
    }
}
