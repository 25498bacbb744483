package dev.parley.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of messages together (5.4), decodes those that an extension marked, and turns text into Strings. A
 * message that comes in one piece is not copied before it is delivered. Confined to its decoder's thread.
 *
 * <p>A sink cannot throw a {@link ProtocolException}; a violation found here is kept, pauses the decoder, and is picked
 * up with {@link #takeViolation}.
 */
final class MessageAssembler implements FrameSink {
    private static final int KEPT = 64 * 1024; // bytes; a larger array is not kept between messages
    private static final int LEAST = 256;

    private final MessageSink sink;
    private final long maxMessage;
    private final @Nullable MessageExtension extension;
    private final MessageExtension.Output inflated = this::addInflated;
    private final TextDecoder texts = new TextDecoder();

    // The message under way: what came of it so far, decoded.
    private byte[] message = {};
    private int length;
    private boolean text;
    private boolean ascii;
    private long utf8; // of decoded text; what came plain has been checked

    private @Nullable Violation violation;
    private int violationIndex; // in the array of the last piece

    MessageAssembler(MessageSink sink, Limits limits, @Nullable MessageExtension extension) {
        this.sink = sink;
        this.maxMessage = Math.min(limits.maxMessagePayload(), Integer.MAX_VALUE - 8); // the largest array
        this.extension = extension;
    }

    /** The violation that stopped the last decoding, and forgets it. */
    @Nullable
    Violation takeViolation() {
        Violation found = violation;
        violation = null;
        return found;
    }

    /** Where in the array of its piece the violation is. */
    int violationIndex() {
        return violationIndex;
    }

    @Override
    public boolean onData(int flags, byte[] bytes, int offset, int count) {
        if ((flags & RSV1) != 0) {
            return onMarkedData(flags, bytes, offset, count);
        }
        if ((flags & (FIRST | LAST)) == (FIRST | LAST)) {
            return deliver(flags, bytes, offset, offset + count);
        }
        if ((flags & FIRST) != 0) {
            length = 0;
        }
        if (!add(bytes, offset, count)) {
            return failed(Violation.MESSAGE_TOO_BIG, offset);
        }
        return (flags & LAST) == 0 || deliver(flags, message, 0, length);
    }

    @Override
    public boolean onControl(Opcode opcode, byte[] bytes, int offset, int count) {
        return sink.onControl(opcode, bytes, offset, count);
    }

    private boolean onMarkedData(int flags, byte[] bytes, int offset, int count) {
        if (extension == null) {
            throw new IllegalStateException("RSV1 passed the decoder without an extension");
        }
        if ((flags & FIRST) != 0) {
            length = 0;
            text = (flags & TEXT) != 0;
            ascii = true;
            utf8 = Utf8.START;
        }
        violationIndex = offset;
        try {
            extension.decode(bytes, offset, count, inflated);
            if (violation == null && (flags & LAST) != 0) {
                extension.endDecode(inflated);
            }
        } catch (ProtocolException e) {
            violation = e.violation();
        }
        if (violation != null) {
            return false;
        }
        if ((flags & LAST) == 0) {
            return true;
        }
        if (!Utf8.isComplete(utf8)) {
            return failed(Violation.INVALID_UTF8, offset + count);
        }
        return deliver(ascii ? flags | ASCII : flags, message, 0, length);
    }

    /** Takes what a piece was decoded to; the extension has kept to its limit, this keeps to ours. */
    private boolean addInflated(byte[] bytes, int offset, int count) {
        if (text) {
            boolean plain = Utf8.highBits(bytes, offset, offset + count) == 0;
            ascii &= plain;
            if (!plain || utf8 != Utf8.START) {
                utf8 = Utf8.feed(utf8, bytes, offset, offset + count);
            }
            if (utf8 == Utf8.INVALID) {
                violation = Violation.INVALID_UTF8; // RFC 7692 6.2, 8.1: judged on the decoded text
                return false;
            }
        }
        if (!add(bytes, offset, count)) {
            violation = Violation.MESSAGE_TOO_BIG; // 10.4
            return false;
        }
        return true;
    }

    /** Appends to the message under way; false if that makes it larger than the limit. */
    private boolean add(byte[] bytes, int offset, int count) {
        if (count > maxMessage - length) {
            return false;
        }
        if (count > message.length - length) {
            long doubled = Math.max(2L * message.length, LEAST);
            message = Arrays.copyOf(message, (int) Math.min(Math.max(doubled, length + count), maxMessage));
        }
        System.arraycopy(bytes, offset, message, length, count);
        length += count;
        return true;
    }

    private boolean deliver(int flags, byte[] bytes, int from, int to) {
        boolean goOn;
        if ((flags & TEXT) == 0) {
            goOn = sink.onBinary(Arrays.copyOfRange(bytes, from, to));
        } else if ((flags & ASCII) != 0) {
            goOn = sink.onText(
                    new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)); // a plain copy: 6 % faster
        } else {
            String decoded = texts.decode(bytes, from, to);
            if (decoded == null) {
                return failed(Violation.INVALID_UTF8, Utf8.indexOfInvalid(Utf8.START, bytes, from, to));
            }
            goOn = sink.onText(decoded);
        }
        if (message.length > KEPT) {
            message = new byte[0];
        }
        return goOn;
    }

    private boolean failed(Violation found, int index) {
        violation = found;
        violationIndex = index;
        return false;
    }
}
