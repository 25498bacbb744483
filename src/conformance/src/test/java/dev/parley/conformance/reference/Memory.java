package dev.parley.conformance.reference;

import dev.parley.wire.deflate.DeflateAgreement;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a fault remembers of its connection. Confined to the thread of that. */
final class Memory {
    /** Whether a message was under way before the frame given last. */
    boolean wasOpen;
    /** Whether it is, or was, text. */
    boolean text;
    /** Frames counted so far. */
    int count;
    /** Whether permessage-deflate is agreed on. */
    boolean deflate;
    /** What is agreed on it, if anything is. */
    @Nullable
    DeflateAgreement agreement;
    /** Whether TLS is spoken. */
    boolean secure;
    /** What a fault has seen. */
    boolean seen;
    /** How many of something are to come. */
    int expected;
    /** Bytes kept back. */
    byte[] kept = {};
    /** More of them, of another kind. */
    byte[] other = {};
    /** The last 32 KiB that have been inflated. */
    byte[] window = {};
    /** What has come of the compressed message under way. */
    final ByteArrayOutputStream message = new ByteArrayOutputStream();
    /** Of {@link dev.parley.wire.Utf8}. */
    long state;
    /** Masking key of the first frame; 0 before it. */
    int key;
    /** Frames kept back. */
    final Deque<Frame> held = new ArrayDeque<>();
    /** What faults of {@link SixthBlindFault} remember besides. */
    final SixthMemory sixth = new SixthMemory();

    private boolean isOpen;

    /** Takes note of a frame; whether a message is under way before it. */
    boolean open(Frame frame) {
        wasOpen = isOpen;
        if (!frame.isControl() && (frame.opcode() != 0 || isOpen)) {
            isOpen = !frame.fin();
            text = frame.opcode() == 0 ? text : frame.opcode() == 1;
        }
        return wasOpen;
    }

    /** Whether a message is under way. */
    boolean isOpen() {
        return isOpen;
    }
}
