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

    /** The first line of {@code bytes[from, end)} alone. */
    static String startLine(byte[] bytes, int from, int end) {
        int lineEnd = from;
        while (lineEnd < end && bytes[lineEnd] != '\r') {
            lineEnd++;
        }
        return new String(bytes, from, lineEnd - from, StandardCharsets.ISO_8859_1);
    }

    /** Cuts {@code bytes[from, end)}, which a scanner has judged, into lines. */
    static Head parse(byte[] bytes, int from, int end) {
        String text = new String(bytes, from, end - from - EMPTY_LINE, StandardCharsets.ISO_8859_1);
        String startLine = startLine(bytes, from, end);
        List<Headers.Header> headers = new ArrayList<>();
        int at = startLine.length() + 2;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int next = text.indexOf("\r\n", colon);
            headers.add(new Headers.Header(text.substring(at, colon), Grammar.trim(text.substring(colon + 1, next))));
            at = next + 2;
        }
        return new Head(startLine, Headers.of(headers), end);
    }
}
