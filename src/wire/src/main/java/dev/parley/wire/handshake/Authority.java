package dev.parley.wire.handshake;

import java.util.Locale;
import java.util.Optional;

/**
 * A host and an optional port, as in a Host header (RFC 9110 7.2) or a URI without user information. Immutable.
 *
 * @param host in lower case, an IPv6 address in its brackets
 * @param port in {@code [0, 65535]}, or {@link #NO_PORT}
 */
record Authority(String host, int port) {
    static final int NO_PORT = -1;

    private static final int MAX_PORT = 65_535;

    static Optional<Authority> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || colon < text.indexOf(']')) {
            return of(text, Optional.of(NO_PORT));
        }
        String digits = text.substring(colon + 1);
        return of(text.substring(0, colon), digits.isEmpty() ? Optional.of(NO_PORT) : port(digits));
    }

    /** RFC 3986 3.2.3: any number of digits; none at all mean the default. */
    private static Optional<Integer> port(String digits) {
        if (!digits.chars().allMatch(Grammar::isDigit)) {
            return Optional.empty();
        }
        int port = 0;
        for (int i = 0; i < digits.length() && port <= MAX_PORT; i++) {
            port = 10 * port + digits.charAt(i) - '0';
        }
        return Optional.of(port).filter(number -> number <= MAX_PORT);
    }

    private static Optional<Authority> of(String host, Optional<Integer> port) {
        return Grammar.isHost(host) ? port.map(number -> new Authority(lower(host), number)) : Optional.empty();
    }

    int portOr(int defaultPort) {
        return port == NO_PORT ? defaultPort : port;
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
