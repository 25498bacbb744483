package dev.parley.hub.patch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts the text of a JSON object into its members, whose values stay as they were written. For texts that a parser has
 * accepted: of other texts some are refused, the rest is cut somewhere. Confined to one call.
 */
final class JsonObjectText {
    private final String text;
    private int at;

    /**
     * One member of an object.
     *
     * @param name JSON text of its name, with quotation marks
     * @param value JSON text of its value, without white space around it
     */
    record Member(String name, String value) {
        boolean isNull() {
            return value.equals("null");
        }
    }

    private JsonObjectText(String text) {
        this.text = text;
    }

    /**
     * Returns the members of an object by name, in the order of the text, the last of those with the same name; empty
     * if the text is another value.
     *
     * @throws IllegalArgumentException if the text is seen to be no JSON
     */
    static Optional<Map<String, Member>> members(String text) {
        JsonObjectText object = new JsonObjectText(text);
        object.skipSpace();
        return object.next() == '{' ? Optional.of(object.members()) : Optional.empty();
    }

    private Map<String, Member> members() {
        Map<String, Member> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        while (next() != '}') {
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            members.put(unescaped(name), new Member(name, value()));
            skipSpace();
            if (next() == ',') {
                at++;
                skipSpace();
            } else if (next() != '}') {
                throw broken();
            }
        }
        return members;
    }

    /** Reads a value: nested ones by counting brackets, without recursion. */
    private String value() {
        int from = at;
        int depth = 0;
        do {
            char c = next();
            if (c == '"') {
                string();
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                depth--;
                at++;
            } else if (depth == 0) {
                skipPlain();
            } else {
                at++;
            }
        } while (depth > 0);
        return text.substring(from, at);
    }

    private void skipPlain() {
        int from = at;
        while (at < text.length() && "\t\n\r ,}]".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw broken();
        }
    }

    private String string() {
        int from = at;
        expect('"');
        while (next() != '"') {
            at += next() == '\\' ? 2 : 1;
        }
        at++;
        return text.substring(from, at);
    }

    private String unescaped(String name) {
        if (name.indexOf('\\') < 0) {
            return name.substring(1, name.length() - 1);
        }
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 1; i < name.length() - 1; i++) {
            char c = name.charAt(i);
            if (c != '\\') {
                plain.append(c);
            } else if (name.charAt(++i) == 'u') {
                plain.append(hexadecimal(name, i + 1));
                i += 4;
            } else {
                plain.append(escaped(name.charAt(i)));
            }
        }
        return plain.toString();
    }

    private char hexadecimal(String name, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < name.length() ? Character.digit(name.charAt(i), 16) : -1;
            if (digit < 0) {
                throw broken();
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private char escaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '/' -> c;
            default -> throw broken();
        };
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw broken();
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (next() != c) {
            throw broken();
        }
        at++;
    }

    private IllegalArgumentException broken() {
        return new IllegalArgumentException("not JSON, at character " + at);
    }
}
