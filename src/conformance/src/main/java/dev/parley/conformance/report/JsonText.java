package dev.parley.conformance.report;

import java.util.HexFormat;

/** Writes JSON (RFC 8259) without a library. Stateless. */
final class JsonText {
    private static final HexFormat HEX = HexFormat.of();

    private JsonText() {}

    /** A string with its quotes; also safe within a script element of HTML. */
    static String quote(String text) {
        return quote(new StringBuilder(text.length() + 2), text).toString();
    }

    /** As {@link #quote(String)}, behind what is there. */
    static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(c)) {
                out.append(text, done, i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else {
                    out.append("\\u").append(HEX.toHexDigits(c));
                }
                done = i + 1;
            }
        }
        return out.append(text, done, text.length()).append('"');
    }

    private static boolean isSpecial(char c) {
        return c < ' '
                || c == '"'
                || c == '\\'
                || c == '<'
                || c == '>'
                || c == '&'
                || c == '\u2028'
                || c == '\u2029'
                || c == 0x7F
                || Character.isSurrogate(c);
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
