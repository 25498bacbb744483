package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A sink that writes down what it got, frame by frame, in a form that does not depend on how the stream was cut. */
final class Recorder implements FrameSink {
    private final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private boolean inMessage;
    private boolean atFrameStart = true;
    private boolean firstFrame;
    private boolean allAscii = true;
    private int pauseEvery;
    private int calls;

    /** Refuses more after every {@code calls}-th call. */
    Recorder pausingEvery(int calls) {
        this.pauseEvery = calls;
        return this;
    }

    @Override
    public boolean onData(int flags, byte[] bytes, int offset, int length) {
        assertEquals(!inMessage, has(flags, FIRST), "FIRST exactly on the first piece of a message");
        if (has(flags, FIRST)) {
            inMessage = true;
            allAscii = true;
            firstFrame = true;
        }
        for (int i = offset; i < offset + length; i++) {
            allAscii &= bytes[i] >= 0;
        }
        boolean checkedText = has(flags, TEXT) && !has(flags, RSV1);
        assertEquals(checkedText && allAscii, has(flags, ASCII), "ASCII on text that is ASCII so far");
        assertTrue(length > 0 || has(flags, FRAME_END), "an empty piece is an empty frame or nothing");
        assertTrue(!has(flags, LAST) || has(flags, FRAME_END), "a message ends with a frame");
        frame.write(bytes, offset, length);
        atFrameStart = false;
        if (has(flags, FRAME_END)) {
            String kind = !firstFrame ? "continuation" : has(flags, TEXT) ? "text" : "binary";
            add(
                    kind + (has(flags, RSV1) && firstFrame ? "+rsv1" : "") + (has(flags, LAST) ? "" : "..."),
                    frame.toByteArray());
            frame.reset();
            atFrameStart = true;
            firstFrame = false;
            inMessage = !has(flags, LAST);
        }
        return goOn();
    }

    @Override
    public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
        assertTrue(atFrameStart, "a control frame stands between frames");
        add(opcode.toString().toLowerCase(java.util.Locale.ROOT), Arrays.copyOfRange(bytes, offset, offset + length));
        return goOn();
    }

    /** What came, one line a frame: its kind, {@code ...} if the message goes on, and its payload. */
    List<String> frames() {
        return List.copyOf(frames);
    }

    static String line(String kind, byte[] payload) {
        return kind + " " + HexFormat.of().formatHex(payload);
    }

    private void add(String kind, byte[] payload) {
        frames.add(line(kind, payload));
    }

    private boolean goOn() {
        calls++;
        return pauseEvery == 0 || calls % pauseEvery != 0;
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
