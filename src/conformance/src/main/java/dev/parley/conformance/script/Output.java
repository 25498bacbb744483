package dev.parley.conformance.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes to be sent, and how they are cut into writes. Immutable.
 *
 * @param parts frames or stretches of bytes, in order
 * @param chop bytes of one write, at most; 0 leaves it to the suite
 */
public record Output(List<Part> parts, int chop) {
    /** Copies the list. */
    public Output {
        parts = List.copyOf(parts);
    }

    /**
     * A stretch of bytes with its name.
     *
     * @param label for the wire log
     */
    public record Part(String label, ByteSource bytes) {}

    /** Frames in as few writes as may be. */
    public static Output of(RawFrame... frames) {
        return chopped(0, frames);
    }

    /** Frames in writes of {@code chop} bytes. */
    public static Output chopped(int chop, RawFrame... frames) {
        List<Part> parts = new ArrayList<>();
        for (RawFrame frame : frames) {
            parts.add(new Part(frame.describe(), frame.onWire()));
        }
        return new Output(parts, chop);
    }

    /** Bytes that are no frame. */
    public static Output bytes(String label, byte[] bytes) {
        return new Output(List.of(new Part(label, ByteSource.of(bytes))), 0);
    }

    /** The same in writes of {@code bytes} bytes. */
    public Output chopped(int bytes) {
        return new Output(parts, bytes);
    }
}
