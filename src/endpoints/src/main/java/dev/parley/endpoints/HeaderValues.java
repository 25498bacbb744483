package dev.parley.endpoints;

import dev.parley.endpoints.handshake.RemoteAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads header fields that may come in several lines, which count as one list (RFC 9110 section 5.3). */
final class HeaderValues {
    private HeaderValues() {}

    /** Returns whether somebody asks from this machine for himself, and not through a proxy on it. */
    static boolean isLocal(HttpServletRequest request) {
        return RemoteAddress.isLocal(
                Optional.ofNullable(request.getRemoteAddr()).orElse(""),
                Stream.of(joined(request, "Forwarded"), joined(request, "X-Forwarded-For")));
    }

    /** Returns all lines of a field, joined by commas; empty if there is none. */
    static Optional<String> joined(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        if (lines == null || !lines.hasMoreElements()) { // null: the container keeps headers to itself
            return Optional.empty();
        }
        return Optional.of(String.join(",", Collections.list(lines)));
    }
}
