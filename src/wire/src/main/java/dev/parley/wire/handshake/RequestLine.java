package dev.parley.wire.handshake;

import java.util.Locale;
import java.util.Optional;

/**
 * The first line of a request (RFC 9112 3): method, target and version, one space between them. Immutable.
 *
 * @param resourceName of the target (3), empty if the target is malformed
 * @param authority the host named by an absolute target with the port spelled out; empty if it names none
 */
record RequestLine(
        String method, HttpVersion version, String resourceName, Optional<Authority> authority, int defaultPort) {
    static final String GET = "GET";

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    /** Empty if the line has not the form of a request line; whether it is the right request is for {@link #fault}. */
    static Optional<RequestLine> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3 || !Grammar.isToken(parts[0]) || parts[1].isEmpty()) {
            return Optional.empty();
        }
        return HttpVersion.parse(parts[2]).map(version -> of(parts[0], parts[1], version));
    }

    private static RequestLine of(String method, String target, HttpVersion version) {
        String scheme = target.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(HTTP)) {
            return absolute(method, target.substring(HTTP.length()), version, HTTP_PORT);
        }
        if (scheme.startsWith(HTTPS)) {
            return absolute(method, target.substring(HTTPS.length()), version, HTTPS_PORT);
        }
        return new RequestLine(method, version, target, Optional.empty(), HTTP_PORT);
    }

    private static RequestLine absolute(String method, String afterScheme, HttpVersion version, int defaultPort) {
        int end = 0;
        while (end < afterScheme.length() && "/?#".indexOf(afterScheme.charAt(end)) < 0) {
            end++;
        }
        Optional<Authority> authority = Authority.parse(afterScheme.substring(0, end));
        String rest = afterScheme.substring(end);
        String resourceName = rest.startsWith("/") ? rest : "/" + rest; // 3: "/" if the path is empty
        return new RequestLine(method, version, authority.isPresent() ? resourceName : "", authority, defaultPort);
    }

    /** 4.2.1 item 1: a GET of HTTP/1.1 or higher, whose target is or holds a resource name. */
    Optional<HandshakeFault> fault() {
        if (!version.isUpgradable()) {
            return Optional.of(HandshakeFault.UNSUPPORTED_HTTP_VERSION);
        }
        if (!method.equals(GET)) { // RFC 9110 9.1: methods are case-sensitive
            return Optional.of(HandshakeFault.METHOD_NOT_GET);
        }
        return Grammar.isResourceName(resourceName)
                ? Optional.empty()
                : Optional.of(HandshakeFault.MALFORMED_RESOURCE_NAME);
    }

    /** 4.1: an absolute target names the same host and port as the Host header. */
    boolean agreesWith(Authority host) {
        return authority
                .map(target ->
                        target.host().equals(host.host()) && target.portOr(defaultPort) == host.portOr(defaultPort))
                .orElse(true);
    }
}
