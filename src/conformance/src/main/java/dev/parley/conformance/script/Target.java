package dev.parley.conformance.script;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The server under test and what its owner said of it. Immutable.
 *
 * @param uri ws or wss, with a host
 * @param headers lines to add to every request, as {@code Name: value}
 * @param subprotocol to offer in every request
 * @param maxMessage bytes of the largest message that the server must take; 0 if nobody said
 * @param timeoutFactor what every deadline is multiplied by
 */
public record Target(
        URI uri, List<String> headers, Optional<String> subprotocol, long maxMessage, double timeoutFactor) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Checks the address and copies the list. */
    public Target {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException("not a ws:// or wss:// address: " + uri);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no host in " + uri);
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("an address of a WebSocket has no fragment (3): " + uri);
        }
        headers = List.copyOf(headers);
    }

    /** A server of which nothing is known but its address. */
    public static Target of(URI uri) {
        return new Target(uri, List.of(), Optional.empty(), 0, 1.0);
    }

    /** Whether connections are made over TLS. */
    public boolean isSecure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /** The port, as named or the scheme's own. */
    public int port() {
        return uri.getPort() != -1 ? uri.getPort() : isSecure() ? HTTPS : HTTP;
    }

    /** What belongs into the Host header. */
    public String hostHeader() {
        return uri.getPort() == -1 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** The host without the brackets of an IPv6 address. */
    public String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** What is asked for: path and query (3). */
    public String resourceName() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
