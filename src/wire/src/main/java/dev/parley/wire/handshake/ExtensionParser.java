package dev.parley.wire.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one Sec-WebSocket-Extensions field (9.1) by recursive descent. White space may stand between any two parts (the
 * "implied LWS" of RFC 2616 2.1, by which 9.1 is written), and empty list elements are skipped (RFC 9110 5.6.1.2).
 */
final class ExtensionParser {
    private final String text;
    private int at;

    private ExtensionParser(String text) {
        this.text = text;
    }

    static Optional<List<Extension>> parse(List<String> values) {
        List<Extension> extensions = new ArrayList<>();
        for (String value : values) {
            if (!new ExtensionParser(value).list(extensions)) {
                return Optional.empty();
            }
        }
        boolean none = extensions.isEmpty() && !values.isEmpty(); // 9.1: 1#extension
        return none ? Optional.empty() : Optional.of(List.copyOf(extensions));
    }

    private boolean list(List<Extension> extensions) {
        boolean valid = true;
        skipEmptyElements();
        while (valid && at < text.length()) {
            valid = extension(extensions) && (at == text.length() || text.charAt(at) == ',');
            skipEmptyElements();
        }
        return valid;
    }

    private boolean extension(List<Extension> extensions) {
        String name = token();
        List<Extension.Parameter> parameters = new ArrayList<>();
        boolean valid = !name.isEmpty();
        while (valid && skip(';')) {
            valid = parameter(parameters);
        }
        if (valid) {
            extensions.add(new Extension(name, parameters));
        }
        return valid;
    }

    private boolean parameter(List<Extension.Parameter> parameters) {
        String name = token();
        if (name.isEmpty()) {
            return false;
        }
        if (!skip('=')) {
            parameters.add(Extension.Parameter.of(name));
            return true;
        }
        String value = skip('"') ? quoted() : token();
        if (!Grammar.isToken(value)) { // 9.1: what a quoted string says is a token too
            return false;
        }
        parameters.add(Extension.Parameter.of(name, value));
        return true;
    }

    /** The token here and the white space after it; empty if there is none. */
    private String token() {
        int from = at;
        while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
            at++;
        }
        String token = text.substring(from, at);
        skipSpace();
        return token;
    }

    /** The text up to the closing quote, unescaped; empty, which is no token, if that quote is missing. */
    private String quoted() {
        StringBuilder unquoted = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                skipSpace();
                return unquoted.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            unquoted.append(c);
        }
        return "";
    }

    /** Whether this character is here; if so, goes behind it and, unless it opens a quoted string, white space. */
    private boolean skip(char wanted) {
        if (at == text.length() || text.charAt(at) != wanted) {
            return false;
        }
        at++;
        if (wanted != '"') {
            skipSpace();
        }
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && Grammar.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private void skipEmptyElements() {
        while (at < text.length() && (text.charAt(at) == ',' || Grammar.isSpace(text.charAt(at)))) {
            at++;
        }
    }
}
