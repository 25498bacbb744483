package dev.parley.wire.deflate;

/**
 * How this side wants permessage-deflate to be. Immutable.
 *
 * @param own the most that this side does when it compresses; kept in every agreement
 * @param peer what this side asks of the peer. {@link PermessageDeflate} reads any window and any context, so this is a
 *     wish: it goes into the offer or answer where the RFC has a place for it, and compression does not fail on it
 * @param level of {@link java.util.zip.Deflater}: {@code [0, 9]}, or -1 for its default
 */
public record DeflateSettings(DeflateDirection own, DeflateDirection peer, int level) {
    /** No restriction either way, and zlib's default level. */
    public static final DeflateSettings DEFAULT =
            new DeflateSettings(DeflateDirection.UNRESTRICTED, DeflateDirection.UNRESTRICTED, -1);

    private static final int LEAST_LEVEL = -1;
    private static final int MOST_LEVEL = 9;

    /** Checks the range of {@code level}. */
    public DeflateSettings {
        if (level < LEAST_LEVEL || level > MOST_LEVEL) {
            throw new IllegalArgumentException(
                    "level " + level + " is not in [" + LEAST_LEVEL + ", " + MOST_LEVEL + "]");
        }
    }
}
