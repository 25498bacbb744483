package dev.parley.wire.handshake;

import java.util.Optional;

/**
 * Finds the end of the head of a request or response and judges its bytes on the way, in one pass, without allocating
 * per byte or line. Judging is by byte in order, so that every prefix of a head gives either "more" or the verdict on
 * the whole. Confined to one thread; good for one scan.
 *
 * <p>Lines that others forgive are how requests get smuggled past proxies, so nothing is forgiven: lines end with CR LF,
 * no line is empty but the last, names touch their colon and no line begins with white space.
 */
final class HeadScanner {
    /** The result of {@link #scan} when the end has not arrived. */
    static final int MORE = -1;

    /** The result of {@link #scan} when {@link #fault()} says why. */
    static final int FAULTY = -2;

    private static final int START_LINE = 0;
    private static final int LINE_START = 1;
    private static final int NAME = 2;
    private static final int VALUE = 3;
    private static final int CR = 4;
    private static final int LAST_CR = 5;
    private static final int END = 6;
    private static final int FAULT = 7;

    private final HandshakeLimits limits;
    private Optional<HandshakeFault> fault = Optional.empty();
    private int headers;

    HandshakeFault fault() {
        return fault.orElseThrow();
    }

    HeadScanner(HandshakeLimits limits) {
        this.limits = limits;
    }

    /**
     * Scans a head that begins at {@code from}.
     *
     * @param budget bytes left for this head, of {@link HandshakeLimits#maxHeadBytes()}
     * @return the index after the empty line, {@link #MORE} or {@link #FAULTY}
     */
    int scan(byte[] bytes, int from, int to, int budget) {
        int state = START_LINE;
        for (int i = from; i < to; i++) {
            if (i - from >= budget) {
                state = fail(HandshakeFault.HEAD_TOO_LARGE);
            } else if (state == START_LINE) {
                state = startLine(bytes[i] & 0xFF, i - from);
            } else {
                state = header(state, bytes[i] & 0xFF);
            }
            if (state == END) {
                return i + 1;
            }
            if (state == FAULT) {
                return FAULTY;
            }
        }
        if (to - from >= budget) { // nothing that may come can end it in time
            fail(HandshakeFault.HEAD_TOO_LARGE);
            return FAULTY;
        }
        return MORE;
    }

    private int startLine(int c, int index) {
        if (c == '\r' && index > 0) {
            return CR;
        }
        if (c == '\n') {
            return fail(HandshakeFault.BARE_LINE_FEED);
        }
        if (!Grammar.isFieldChar(c)) {
            return fail(c == '\r' ? HandshakeFault.BARE_CARRIAGE_RETURN : HandshakeFault.CONTROL_CHARACTER);
        }
        return index >= limits.maxStartLineBytes() ? fail(HandshakeFault.START_LINE_TOO_LONG) : START_LINE;
    }

    private int header(int state, int c) {
        return switch (state) {
            case LINE_START -> lineStart(c);
            case NAME -> name(c);
            case VALUE -> value(c);
            case CR -> c == '\n' ? LINE_START : fail(HandshakeFault.BARE_CARRIAGE_RETURN);
            default -> c == '\n' ? END : fail(HandshakeFault.BARE_CARRIAGE_RETURN); // LAST_CR
        };
    }

    private int lineStart(int c) {
        if (c == '\r') {
            return LAST_CR;
        }
        if (Grammar.isSpace(c)) {
            return fail(HandshakeFault.LINE_FOLDING);
        }
        if (!Grammar.isTokenChar(c)) {
            return fail(c == '\n' ? HandshakeFault.BARE_LINE_FEED : HandshakeFault.MALFORMED_HEADER_NAME);
        }
        return ++headers > limits.maxHeaders() ? fail(HandshakeFault.TOO_MANY_HEADERS) : NAME;
    }

    private int name(int c) {
        if (Grammar.isTokenChar(c)) {
            return NAME;
        }
        if (c == ':') {
            return VALUE;
        }
        return fail(Grammar.isSpace(c) ? HandshakeFault.SPACE_BEFORE_COLON : HandshakeFault.MALFORMED_HEADER_NAME);
    }

    private int value(int c) {
        if (Grammar.isFieldChar(c)) {
            return VALUE;
        }
        if (c == '\r') {
            return CR;
        }
        return fail(c == '\n' ? HandshakeFault.BARE_LINE_FEED : HandshakeFault.CONTROL_CHARACTER);
    }

    private int fail(HandshakeFault why) {
        fault = Optional.of(why);
        return FAULT;
    }
}
