package dev.parley.wire.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The first line and the headers of a request or response that {@link HeadScanner} found whole. Immutable.
 *
 * @param end index of the byte after the empty line
 */
record Head(String startLine, Headers headers, int end) {
    private static final int EMPTY_LINE = 2; // bytes: CR LF

    /** Cuts {@code bytes[from, end)}, which a scanner has judged, into lines. */
    static Head parse(byte[] bytes, int from, int end) {
        String text = new String(bytes, from, end - from - EMPTY_LINE, StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf("\r\n");
        String startLine = text.substring(0, lineEnd);
        List<Headers.Header> headers = new ArrayList<>();
        int at = lineEnd + 2;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int next = text.indexOf("\r\n", colon);
            headers.add(new Headers.Header(text.substring(at, colon), Grammar.trim(text.substring(colon + 1, next))));
            at = next + 2;
        }
        return new Head(startLine, Headers.of(headers), end);
    }
}
