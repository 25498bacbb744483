package dev.parley.hub.json;

/**
 * Finds the values of an object's fields in the text, for a parser that goes through the same text and has checked what
 * stands before: providers differ in what they tell of places. For one thread.
 */
final class RawValues {
    private final String text;
    private int at;

    RawValues(String text) {
        this.text = text;
    }

    /** Goes over the next name, to the value behind it. */
    void toValue() {
        while (at < text.length() && text.charAt(at) != '"') { // punctuation and blanks
            at++;
        }
        string();
        while (at < text.length() && (text.charAt(at) == ':' || isBlank(text.charAt(at)))) {
            at++;
        }
    }

    /** Goes over the value and returns it. */
    String value() {
        int from = at;
        char first = at < text.length() ? text.charAt(at) : ' ';
        if (first == '"') {
            string();
        } else if (first == '{' || first == '[') {
            nested();
        } else {
            while (at < text.length() && !isEnd(text.charAt(at))) {
                at++;
            }
        }
        return text.substring(from, at);
    }

    private void nested() {
        int depth = 0;
        do {
            switch (text.charAt(at)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    string();
                    continue;
                }
                default -> {} // names, plain values, punctuation
            }
            at++;
        } while (depth > 0 && at < text.length());
    }

    private void string() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
    }

    private static boolean isEnd(char c) {
        return c == ',' || c == '}' || c == ']' || isBlank(c);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
