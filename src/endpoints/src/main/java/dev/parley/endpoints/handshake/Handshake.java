package dev.parley.endpoints.handshake;

import java.util.Optional;

/**
 * What is known of one opening handshake (RFC 6455 section 4.1). Immutable.
 *
 * @param path path of the request below the application's context, such as {@code /chat/lobby}
 * @param query query of the request's URL; nothing if there is none
 * @param host the {@code Host} header, with its port if it has one
 * @param secure whether the request came over TLS, as far as the server knows
 * @param origin the {@code Origin} header; empty if there was none
 * @param remoteAddress address of the peer, as text
 * @param local whether it comes from this machine, and no proxy says that it is for somebody else
 * @param control what the server can do to the transport; empty where the container offers nothing
 */
public record Handshake(
        String path,
        String query,
        String host,
        boolean secure,
        Optional<String> origin,
        String remoteAddress,
        boolean local,
        Optional<ConnectionControl> control) {
    /** Takes white space off the origin: some containers leave it around values (RFC 9110 section 5.5). */
    public Handshake {
        origin = origin.map(Handshake::trimmed);
    }

    /** Makes one that comes from another machine. */
    public Handshake(
            String path,
            String query,
            String host,
            boolean secure,
            Optional<String> origin,
            String remoteAddress,
            Optional<ConnectionControl> control) {
        this(path, query, host, secure, origin, remoteAddress, false, control);
    }

    /** In one pass: a regular expression for it takes the square of the length. */
    private static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isSpace(value.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
