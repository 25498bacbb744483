package dev.parley.wire;

/** Collects the payload of a control frame that reads have cut (5.5): at most 125 bytes. Confined to its decoder. */
final class ControlPayload {
    private byte[] bytes = {}; // made for the first cut frame: most connections never see one
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    void add(byte[] from, int offset, int count) {
        if (bytes.length == 0) {
            bytes = new byte[FrameHeader.MAX_CONTROL_PAYLOAD];
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** What has been collected, from index 0; its length is what {@link #clear} says. Borrowed until the next frame. */
    byte[] bytes() {
        return bytes;
    }

    /** Makes ready for the next frame; returns how many bytes there were. */
    int clear() {
        int count = length;
        length = 0;
        return count;
    }
}
