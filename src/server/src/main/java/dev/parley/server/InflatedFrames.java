package dev.parley.server;

import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.Utf8;
import dev.parley.wire.Violation;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Makes frames without compression of the messages that a client marked with RSV1 (RFC 7692 section 6.2). A frame is full
 * or the last of its message, so that a short message is one. Text is checked as it comes (RFC 7692 section 6.2, 8.1 of
 * RFC 6455). Confined to the connection's reader.
 */
final class InflatedFrames {
    private static final int AHEAD = FrameHeader.MAX_UNMASKED_SIZE;

    private final MessageExtension extension;
    private final FrameGuard.Receiver receiver;
    private final FrameEncoder headers = FrameEncoder.server();
    private byte[] frame = {}; // made for the first message
    private ByteBuffer view = ByteBuffer.wrap(frame);
    private int end; // of what is in frame
    private int opcode; // of the next frame
    private boolean text;
    private long utf8;
    private boolean goOn;
    private Optional<Violation> violation = Optional.empty();

    InflatedFrames(MessageExtension extension, FrameGuard.Receiver receiver) {
        this.extension = extension;
        this.receiver = receiver;
    }

    /**
     * Takes a piece of a marked message, as {@link FrameSink#onData}; what the piece inflates to goes on in whole.
     *
     * @return {@code false} to stop after it: the receiver wishes so, or there is a {@link #violation()}
     */
    boolean onData(int flags, byte[] payload, int offset, int length) {
        if ((flags & FrameSink.FIRST) != 0) {
            begin((flags & FrameSink.TEXT) != 0);
        }
        goOn = true;
        try {
            extension.decode(payload, offset, length, this::add);
            if (violation.isEmpty() && (flags & FrameSink.LAST) != 0) {
                extension.endDecode(this::add);
                finish();
            }
        } catch (ProtocolException e) {
            violation = Optional.of(e.violation());
        }
        return goOn && violation.isEmpty();
    }

    /** Returns the rule that a message broke, if one did; nothing may follow it. */
    Optional<Violation> violation() {
        return violation;
    }

    private void begin(boolean isText) {
        if (frame.length == 0) {
            frame = new byte[FrameGuard.PIECE];
            view = ByteBuffer.wrap(frame);
        }
        text = isText;
        opcode = (isText ? Opcode.TEXT : Opcode.BINARY).value();
        utf8 = Utf8.START;
        end = AHEAD;
    }

    private boolean add(byte[] bytes, int offset, int length) {
        if (text) {
            utf8 = Utf8.feed(utf8, bytes, offset, offset + length);
            if (utf8 == Utf8.INVALID) {
                violation = Optional.of(Violation.INVALID_UTF8);
                return false;
            }
        }
        int taken = 0;
        while (taken < length) {
            if (end == frame.length) {
                send(0);
            }
            int count = Math.min(length - taken, frame.length - end);
            System.arraycopy(bytes, offset + taken, frame, end, count);
            end += count;
            taken += count;
        }
        return true;
    }

    private void finish() {
        if (violation.isPresent()) {
            return;
        }
        if (text && !Utf8.isComplete(utf8)) {
            violation = Optional.of(Violation.INVALID_UTF8);
        } else {
            send(FrameHeader.FIN);
        }
    }

    private void send(int fin) {
        int length = end - AHEAD;
        int start = AHEAD - FrameHeader.size(Role.SERVER, length);
        headers.output(frame, start, AHEAD);
        headers.header(fin | opcode, length);
        goOn &= receiver.onFrame(view.clear().position(start).limit(end));
        opcode = Opcode.CONTINUATION.value();
        end = AHEAD;
    }
}
