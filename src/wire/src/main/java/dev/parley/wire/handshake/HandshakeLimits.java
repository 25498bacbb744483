package dev.parley.wire.handshake;

/**
 * How large the head of a request or response may be (10.4). Immutable.
 *
 * @param maxHeadBytes bytes up to and including the empty line, interim responses counted in; at least 256
 * @param maxStartLineBytes bytes of the request or status line without its end; in {@code [64, maxHeadBytes]}
 * @param maxHeaders number of headers in one head, at least 8
 */
public record HandshakeLimits(int maxHeadBytes, int maxStartLineBytes, int maxHeaders) {
    /** 16 KiB, 8000 bytes (what RFC 9112 3 asks of every server) and 100 headers. */
    public static final HandshakeLimits DEFAULT = new HandshakeLimits(16 * 1024, 8000, 100);

    private static final int LEAST_HEAD = 256;
    private static final int LEAST_START_LINE = 64;
    private static final int LEAST_HEADERS = 8;

    /** Checks the ranges. */
    public HandshakeLimits {
        if (maxHeadBytes < LEAST_HEAD) {
            throw new IllegalArgumentException("maxHeadBytes " + maxHeadBytes + " is below " + LEAST_HEAD);
        }
        if (maxStartLineBytes < LEAST_START_LINE || maxStartLineBytes > maxHeadBytes) {
            throw new IllegalArgumentException("maxStartLineBytes " + maxStartLineBytes + " is not in ["
                    + LEAST_START_LINE + ", " + maxHeadBytes + "]");
        }
        if (maxHeaders < LEAST_HEADERS) {
            throw new IllegalArgumentException("maxHeaders " + maxHeaders + " is below " + LEAST_HEADERS);
        }
    }
}
