package dev.parley.wire;

import java.util.Objects;

/**
 * Cuts a message into frames (5.4): the opcode and reserved bits on the first, FIN on the last. Confined to one thread at
 * a time.
 *
 * <p>Call {@link #begin}, then {@link #next} until it answers {@link Progress#DONE}. Where it answers
 * {@link Progress#FULL}, send the encoder's output, give it new, and call again; control frames may be written in between.
 */
public final class Fragmenter {
    /** What {@link #next} has done. */
    public enum Progress {
        /** Wrote a frame; there is more to come. */
        MORE,
        /** Wrote nothing, since the next frame does not fit in the encoder's output. */
        FULL,
        /** Wrote the last frame, or there was none left. */
        DONE
    }

    private final FrameEncoder encoder;
    private final int maxFramePayload;
    private byte[] payload = {};
    private int position;
    private int end;
    private int firstByte;
    private boolean done = true;

    /**
     * Frames for this encoder.
     *
     * @param maxFramePayload bytes of payload of each frame but the last, at least 1
     */
    public Fragmenter(FrameEncoder encoder, int maxFramePayload) {
        if (maxFramePayload < 1) {
            throw new IllegalArgumentException("maxFramePayload " + maxFramePayload + " is below 1 byte");
        }
        this.encoder = encoder;
        this.maxFramePayload = maxFramePayload;
    }

    /**
     * Takes up a message.
     *
     * @param firstByte opcode of the message, and RSV1 if it is compressed; FIN is set where it belongs
     * @param message borrowed until {@link #next} answers {@link Progress#DONE}
     * @throws IllegalStateException if the last message is not done
     * @throws IllegalArgumentException if the opcode is that of a control frame (5.5)
     */
    public void begin(int firstByte, byte[] message, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, message.length);
        if (!done) {
            throw new IllegalStateException((end - position) + " bytes of the last message are still to be written");
        }
        if (FrameRules.isControl(firstByte)) {
            throw new IllegalArgumentException("control frames MUST NOT be fragmented (5.5)");
        }
        this.firstByte = firstByte & ~FrameHeader.FIN;
        payload = message;
        position = offset;
        end = offset + length;
        done = false;
    }

    /** Writes the next frame of the message to the encoder. */
    public Progress next() {
        if (done) {
            return Progress.DONE;
        }
        int length = Math.min(end - position, maxFramePayload);
        boolean last = length == end - position;
        if (!encoder.frame(last ? firstByte | FrameHeader.FIN : firstByte, payload, position, length)) {
            return Progress.FULL;
        }
        position += length;
        firstByte = Opcode.CONTINUATION.value();
        done = last;
        return last ? Progress.DONE : Progress.MORE;
    }
}
