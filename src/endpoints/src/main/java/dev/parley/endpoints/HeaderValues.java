package dev.parley.endpoints;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;

/** Reads header fields that may come in several lines, which count as one list (RFC 9110 section 5.3). */
final class HeaderValues {
    private HeaderValues() {}

    /** Returns all lines of a field, joined by commas; empty if there is none. */
    static Optional<String> joined(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        if (lines == null || !lines.hasMoreElements()) { // null: the container keeps headers to itself
            return Optional.empty();
        }
        return Optional.of(String.join(",", Collections.list(lines)));
    }
}
