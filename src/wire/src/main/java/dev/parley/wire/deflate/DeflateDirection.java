package dev.parley.wire.deflate;

/**
 * How the messages of one direction are compressed (7.1). Immutable.
 *
 * @param contextTakeover whether a message may refer back to earlier ones
 * @param maxWindowBits base-2 logarithm of the farthest distance back in bytes, in {@code [8, 15]}
 */
public record DeflateDirection(ContextTakeover contextTakeover, int maxWindowBits) {
    /** The least number of window bits: 256 bytes (7.1.2). */
    public static final int MIN_WINDOW_BITS = 8;

    /** The greatest number of window bits, and what holds if none is named: 32 KiB (7.1.2). */
    public static final int MAX_WINDOW_BITS = 15;

    /** What holds if no parameter says otherwise. */
    public static final DeflateDirection UNRESTRICTED = new DeflateDirection(ContextTakeover.ALLOWED, MAX_WINDOW_BITS);

    /** Checks the range of {@code maxWindowBits}. */
    public DeflateDirection {
        if (maxWindowBits < MIN_WINDOW_BITS || maxWindowBits > MAX_WINDOW_BITS) {
            throw new IllegalArgumentException(
                    "maxWindowBits " + maxWindowBits + " is not in [" + MIN_WINDOW_BITS + ", " + MAX_WINDOW_BITS + "]");
        }
    }

    /** Whether the number of window bits is below what holds by default. */
    boolean hasSmallWindow() {
        return maxWindowBits < MAX_WINDOW_BITS;
    }

    /** What keeps both this restriction and the other. */
    DeflateDirection and(DeflateDirection other) {
        boolean forbidden =
                contextTakeover == ContextTakeover.FORBIDDEN || other.contextTakeover == ContextTakeover.FORBIDDEN;
        return new DeflateDirection(
                forbidden ? ContextTakeover.FORBIDDEN : ContextTakeover.ALLOWED,
                Math.min(maxWindowBits, other.maxWindowBits));
    }
}
