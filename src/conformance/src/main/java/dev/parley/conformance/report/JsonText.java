package dev.parley.conformance.report;

import java.util.Locale;

/** Writes JSON (RFC 8259) without a library. Stateless. */
final class JsonText {
    private JsonText() {}

    /** A string with its quotes; also safe within a script element of HTML. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' '
                    || c == '<'
                    || c == '>'
                    || c == '&'
                    || c == '\u2028'
                    || c == '\u2029'
                    || c == 0x7F
                    || Character.isSurrogate(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** {@code "name":"value"}. */
    static String field(String name, String value) {
        return quote(name) + ":" + quote(value);
    }

    /** {@code "name":value}. */
    static String field(String name, long value) {
        return quote(name) + ":" + value;
    }

    /** {@code "name":value}. */
    static String field(String name, boolean value) {
        return quote(name) + ":" + value;
    }
}
