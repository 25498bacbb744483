package dev.parley.wire.handshake;

import java.util.Optional;

/** The version in a request or status line (RFC 9112 2.3): "HTTP/", a digit, a dot and a digit. Immutable. */
record HttpVersion(int major, int minor) {
    private static final String NAME = "HTTP/";
    private static final int LENGTH = "HTTP/1.1".length();
    private static final int MAJOR_AT = NAME.length();
    private static final int DOT_AT = MAJOR_AT + 1;
    private static final int MINOR_AT = DOT_AT + 1;

    static Optional<HttpVersion> parse(String text) {
        boolean valid = text.length() == LENGTH
                && text.startsWith(NAME)
                && Grammar.isDigit(text.charAt(MAJOR_AT))
                && text.charAt(DOT_AT) == '.'
                && Grammar.isDigit(text.charAt(MINOR_AT));
        return valid
                ? Optional.of(new HttpVersion(text.charAt(MAJOR_AT) - '0', text.charAt(MINOR_AT) - '0'))
                : Optional.empty();
    }

    /** 4.1, 4.2.1: at least 1.1; 2 and 3 do not travel as text, so they cannot be meant. */
    boolean isUpgradable() {
        return major == 1 && minor >= 1;
    }
}
