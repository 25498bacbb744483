package dev.parley.wire;

/**
 * What a receiver is willing to take, checked on the header, before the payload arrives (10.4). Immutable.
 *
 * @param maxFramePayload bytes of payload of one data frame, at least 125
 * @param maxMessagePayload bytes of payload of one message, both as received and after inflating, at least 125
 * @param maxFragments frames of one message, at least 1
 */
public record Limits(long maxFramePayload, long maxMessagePayload, int maxFragments) {
    /** One MiB per frame and per message, 4096 frames per message. */
    public static final Limits DEFAULT = new Limits(1 << 20, 1 << 20, 4096);

    /** No limit but the 63 bits of the length (5.2): for tests and for receivers that keep no payload. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

    private static final int LEAST_PAYLOAD = 125;

    /** Checks the ranges. */
    public Limits {
        if (maxFramePayload < LEAST_PAYLOAD) {
            throw new IllegalArgumentException("maxFramePayload " + maxFramePayload + " is below 125 bytes");
        }
        if (maxMessagePayload < LEAST_PAYLOAD) {
            throw new IllegalArgumentException("maxMessagePayload " + maxMessagePayload + " is below 125 bytes");
        }
        if (maxFragments < 1) {
            throw new IllegalArgumentException("maxFragments " + maxFragments + " is below 1");
        }
    }

    /** These limits with another bound for one frame, in bytes. */
    public Limits withMaxFramePayload(long bytes) {
        return new Limits(bytes, maxMessagePayload, maxFragments);
    }

    /** These limits with another bound for one message, in bytes. */
    public Limits withMaxMessagePayload(long bytes) {
        return new Limits(maxFramePayload, bytes, maxFragments);
    }

    /** These limits with another bound for the number of frames in a message. */
    public Limits withMaxFragments(int frames) {
        return new Limits(maxFramePayload, maxMessagePayload, frames);
    }
}
