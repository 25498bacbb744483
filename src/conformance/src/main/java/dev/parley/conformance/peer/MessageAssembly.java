package dev.parley.conformance.peer;

import dev.parley.conformance.script.Checksum;
import dev.parley.conformance.script.DeflateTerms;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a message together (5.4), inflating it if it is compressed (RFC 7692 6). Memory is bounded: of a
 * message 1 KiB is kept, of a compressed one what it was compressed to, up to a bound. Confined to one thread.
 */
final class MessageAssembly {
    private static final int KEPT = 1024;
    /** All cases that run at a time by default may hold so much, and growing takes half as much again. */
    private static final int MAX_COMPRESSED = (int) Math.min(
            20 << 20,
            Runtime.getRuntime().maxMemory() / (32L * Runtime.getRuntime().availableProcessors()));

    private static final int MAX_FRAMES = 1 << 20;
    private static final long MAX_MESSAGE = 64L << 20;

    private final DeflateTerms terms;
    private final byte[] head = new byte[KEPT];
    private @Nullable WindowInflater inflater;
    private byte[] compressed = {};
    private int compressedLength;
    private boolean open;
    private boolean text;
    private boolean isCompressed;
    private int frames;
    private long length;
    private Checksum checksum = new Checksum();

    MessageAssembly(DeflateTerms terms) {
        this.terms = terms;
    }

    /** A data frame whose first byte this is begins. */
    void beginFrame(int byte0) throws Judgement {
        int opcode = byte0 & 0x0F;
        boolean rsv1 = (byte0 & 0x40) != 0;
        if (opcode == 0) {
            require(open, "a message to continue (5.4)", "a CONTINUATION frame without one");
            require(!rsv1, "RSV1 on the first frame of a message only (RFC 7692 6)", "RSV1 on a CONTINUATION frame");
        } else {
            require(!open, "CONTINUATION frames until the message has ended (5.4)", "a new message within another");
            require(!rsv1 || terms.agreed(), "RSV1 to be 0 without an extension (5.2)", "a frame with RSV1");
            open = true;
            text = opcode == 1;
            isCompressed = rsv1;
            frames = 0;
            length = 0;
            compressedLength = 0;
            checksum = new Checksum();
        }
        frames++;
        require(frames <= MAX_FRAMES, "a message of fewer frames", "more than " + MAX_FRAMES + " frames");
    }

    /** A piece of payload. */
    void payload(byte[] bytes, int offset, int count) throws Judgement {
        if (!isCompressed) {
            plain(bytes, offset, count);
            require(length <= MAX_MESSAGE, "a message as long as ours", "more than " + MAX_MESSAGE + " bytes");
            return;
        }
        if (compressedLength + count > MAX_COMPRESSED) {
            throw Judgement.error("the server's message is of more than " + MAX_COMPRESSED
                    + " bytes compressed, which is all that fits into the memory of this process");
        }
        if (compressed.length < compressedLength + count + 4) {
            int twice = Math.min(2 * (compressedLength + count), MAX_COMPRESSED);
            compressed = Arrays.copyOf(compressed, Math.max(compressedLength + count, twice) + 4);
        }
        System.arraycopy(bytes, offset, compressed, compressedLength, count);
        compressedLength += count;
    }

    /** The message has ended. */
    Event.Message end() throws Judgement {
        if (isCompressed) {
            if (inflater == null) {
                inflater = new WindowInflater(terms.serverBits(), terms.serverForgets(), MAX_MESSAGE);
            }
            if (compressed.length < compressedLength + 4) {
                compressed = Arrays.copyOf(compressed, compressedLength + 4);
            }
            inflater.message(compressed, compressedLength, this::plain);
        }
        open = false;
        byte[] kept = Arrays.copyOf(head, (int) Math.min(length, KEPT));
        return new Event.Message(
                text, length, checksum.value(), kept, frames, isCompressed ? compressedLength : length);
    }

    private void plain(byte[] bytes, int offset, int count) {
        if (length < KEPT) {
            System.arraycopy(bytes, offset, head, (int) length, (int) Math.min(count, KEPT - length));
        }
        checksum.update(bytes, offset, count);
        length += count;
    }

    private static void require(boolean kept, String rule, String actual) throws Judgement {
        if (!kept) {
            throw Judgement.fail(rule, actual + " from the server");
        }
    }
}
