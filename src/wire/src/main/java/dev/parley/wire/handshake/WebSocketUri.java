package dev.parley.wire.handshake;

import java.util.Locale;
import java.util.Optional;

/** A ws or wss URI (section 3) taken apart. Immutable. */
public final class WebSocketUri {
    private static final String WS = "ws://";
    private static final String WSS = "wss://";
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;

    private final boolean secure;
    private final Authority authority;
    private final String resourceName;

    private WebSocketUri(boolean secure, Authority authority, String resourceName) {
        this.secure = secure;
        this.authority = authority;
        this.resourceName = resourceName;
    }

    /**
     * Takes a URI apart.
     *
     * @throws IllegalArgumentException if it is no ws or wss URI, or has a fragment, which section 3 forbids, or user
     *     information, which it has no place for
     */
    public static WebSocketUri parse(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith(WSS);
        if (!secure && !lower.startsWith(WS)) {
            throw new IllegalArgumentException("URI begins with neither ws:// nor wss://: " + uri);
        }
        String rest = uri.substring(secure ? WSS.length() : WS.length());
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        Optional<Authority> authority = Authority.parse(rest.substring(0, end));
        String path = rest.substring(end);
        String resourceName = path.startsWith("/") ? path : "/" + path; // 3: "/" if the path is empty
        if (authority.isEmpty() || !Grammar.isResourceName(resourceName)) {
            throw new IllegalArgumentException("no WebSocket URI by RFC 6455 section 3: " + uri);
        }
        return new WebSocketUri(secure, authority.get(), resourceName);
    }

    /** Whether the connection runs over TLS: the scheme is wss. */
    public boolean secure() {
        return secure;
    }

    /** The host in lower case, an IPv6 address in its brackets. */
    public String host() {
        return authority.host();
    }

    /** The port to connect to, in {@code [0, 65535]}: the one named, else 80 or 443. */
    public int port() {
        return authority.portOr(defaultPort());
    }

    /** The path, "/" if it is empty, and the query with its "?" if there is one. */
    public String resourceName() {
        return resourceName;
    }

    /** The value of the Host header: the host, and the port unless it is the default one (4.1). */
    public String hostHeader() {
        return port() == defaultPort() ? host() : host() + ":" + port();
    }

    /** The URI, normalized. */
    @Override
    public String toString() {
        return (secure ? WSS : WS) + hostHeader() + resourceName;
    }

    private int defaultPort() {
        return secure ? WSS_PORT : WS_PORT;
    }
}
