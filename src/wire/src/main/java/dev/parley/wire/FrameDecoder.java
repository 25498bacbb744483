package dev.parley.wire;

import static dev.parley.wire.FrameHeader.FIN;
import static dev.parley.wire.FrameHeader.MAX_SIZE;
import static dev.parley.wire.FrameHeader.MAX_UNMASKED_SIZE;
import static dev.parley.wire.FrameSink.ASCII;
import static dev.parley.wire.FrameSink.FIRST;
import static dev.parley.wire.FrameSink.FRAME_END;
import static dev.parley.wire.FrameSink.LAST;
import static dev.parley.wire.FrameSink.TEXT;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the frames that one side of one connection receives (5.2 to 5.6), however the network cut them. Does no I/O,
 * starts no thread, allocates nothing per frame. Not thread-safe: confine it to the connection's reader.
 *
 * <p>After each {@link #decode(byte[], int, int, FrameSink)} move the bytes that it left over to the front of the buffer,
 * and read on behind them. Unless the sink paused there are at most {@value FrameHeader#MAX_SIZE} - 1 of them: a header
 * that is not yet whole. Payload is never kept: it goes to the sink in the pieces in which it comes. After a
 * {@link ProtocolException} the decoder is dead: fail the connection (7.1.7). After a Close frame it discards what comes
 * (1.4).
 *
 * <p>There are two paths. The fast ones know the frame that nearly all traffic consists of, a whole message in one frame
 * that is in the buffer to its end, and give way at anything else, so that they break no rule and need none. The plain
 * path takes every frame, whole or in part, and has each rule on its own line.
 */
public final class FrameDecoder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int BYTE = 0xFF;
    private static final int FIN_TEXT = FIN | 0x1;
    private static final int FIN_BINARY = FIN | 0x2;
    private static final int WHOLE = FIRST | LAST | FRAME_END;
    private static final int OPEN = 0x100; // in message: beside the flags of FrameSink
    private static final int DIRECT_PIECE = 16 * 1024;

    private final boolean masked; // what the peer sends
    private final boolean checksText;
    private final FrameRules rules;
    private final int maxSingle; // bytes of a message that comes in one frame
    private boolean failed;
    private boolean closed; // by a Close frame
    private boolean paused;
    private long base; // offset in the stream of index 0 of the array being decoded
    private long consumed; // bytes of the stream, up to the last return
    private long discarded;

    // The frame under way: its header has been read, remaining > 0 bytes of its payload have not come.
    private int firstByte;
    private long frameOffset;
    private long remaining;
    private long mask;

    private int message; // under way: 0, or OPEN with TEXT, RSV1, ASCII; and FIRST until its first piece is delivered
    private long utf8;

    private final ControlPayload control = new ControlPayload();
    private byte[] direct = {}; // pieces of a direct buffer; made for the first

    FrameDecoder(Role role, Limits limits, int allowedReservedBits, TextCheck textCheck) {
        this.masked = role == Role.SERVER;
        this.rules = new FrameRules(role, limits, allowedReservedBits);
        this.checksText = textCheck == TextCheck.IN_DECODER;
        this.maxSingle =
                (int) Math.min(Math.min(limits.maxFramePayload(), limits.maxMessagePayload()), Integer.MAX_VALUE);
    }

    /** A decoder for what {@code role} receives; reserved bits break a rule. */
    public static FrameDecoder of(Role role, Limits limits) {
        return new FrameDecoder(role, limits, 0, TextCheck.IN_DECODER);
    }

    /**
     * A decoder for what {@code role} receives, where RSV1 may mark a message because a {@link MessageExtension} was
     * negotiated. The payload of such a message is neither decoded nor checked as text here.
     */
    public static FrameDecoder withRsv1(Role role, Limits limits) {
        return new FrameDecoder(role, limits, FrameHeader.RSV1, TextCheck.IN_DECODER);
    }

    /**
     * Decodes what {@code bytes[from, to)} holds, unmasking in place.
     *
     * @param from index of the first byte not yet consumed
     * @param to index after the last byte received
     * @return index of the first byte not consumed, in {@code [from, to]}
     * @throws ProtocolException if the peer broke a rule; what came before has been delivered
     * @throws IndexOutOfBoundsException if {@code [from, to)} is not within {@code bytes}
     * @throws IllegalStateException if this decoder has thrown a {@link ProtocolException} before
     */
    public int decode(byte[] bytes, int from, int to, FrameSink sink) throws ProtocolException {
        Objects.checkFromToIndex(from, to, bytes.length);
        if (failed) {
            throw new IllegalStateException("the decoder has failed at byte " + frameOffset);
        }
        if (closed) {
            return discard(from, to);
        }
        base = consumed - from;
        paused = false;
        int position = from;
        if (remaining != 0) {
            position = payload(bytes, position, to, sink);
        }
        while (remaining == 0 && !paused && !closed) {
            if (message == 0) {
                position = masked
                        ? decodeWholeMasked(bytes, position, to, sink)
                        : decodeWholeUnmasked(bytes, position, to, sink);
            }
            int next = paused ? position : decodeFrame(bytes, position, to, sink);
            if (next == position) {
                break;
            }
            position = next;
        }
        consumed = base + position;
        return closed ? discard(position, to) : position;
    }

    /**
     * Decodes what {@code in} holds between position and limit, and moves the position to the first byte not consumed.
     * A buffer with an accessible array is unmasked in place. Any other is read in pieces of at most 16 KiB through an
     * array of this decoder's own, and left as it is.
     *
     * @throws ProtocolException as {@link #decode(byte[], int, int, FrameSink)}; the position is then undefined
     */
    public void decode(ByteBuffer in, FrameSink sink) throws ProtocolException {
        if (in.hasArray()) {
            int offset = in.arrayOffset();
            int end = decode(in.array(), offset + in.position(), offset + in.limit(), sink);
            in.position(end - offset);
            return;
        }
        if (direct.length == 0) {
            direct = new byte[DIRECT_PIECE];
        }
        int length;
        int end;
        do {
            length = Math.min(in.remaining(), direct.length);
            in.get(in.position(), direct, 0, length);
            end = decode(direct, 0, length, sink);
            in.position(in.position() + end);
        } while (!paused && in.remaining() > length - end);
    }

    /** Bytes of the stream consumed so far, from the end of the opening handshake. */
    public long streamOffset() {
        return consumed;
    }

    /** Bytes that came after the Close frame and were discarded (1.4). */
    public long bytesAfterClose() {
        return discarded;
    }

    /** The offset in the stream of a byte that the sink is just being shown, or was shown last. */
    long offsetOf(int index) {
        return base + index;
    }

    private int discard(int from, int to) { // 1.4: what follows a Close frame
        discarded += to - from;
        consumed += to - from;
        paused = false;
        return to;
    }

    /**
     * Fast path of a server: masked frames that are whole messages. Stops before the first frame that is anything else,
     * or has fewer than 14 bytes left from its start to the end of the buffer. One method because the loop is the point:
     * one read of 8 bytes has opcode, length and, up to 125 bytes, the key (worth 2 ns of 9 for 16-byte frames).
     */
    private int decodeWholeMasked(byte[] b, int from, int to, FrameSink sink) throws ProtocolException {
        int position = from;
        while (to - position >= MAX_SIZE) {
            long head = (long) LONGS.get(b, position);
            int first = (int) (head >>> 56);
            int length = ((int) (head >>> 48) & BYTE) - FrameHeader.MASK;
            int start;
            int key;
            if (length >= 0 && length < FrameHeader.LENGTH_IS_16_BIT) {
                key = (int) (head >>> 16);
                start = position + 6;
            } else if (length == FrameHeader.LENGTH_IS_16_BIT) {
                length = (int) (head >>> 32) & FrameHeader.MAX_LENGTH_16;
                key = (int) head;
                start = position + 8;
                if (length <= FrameHeader.MAX_CONTROL_PAYLOAD) {
                    return position;
                }
            } else {
                return position;
            }
            if ((first != FIN_TEXT && first != FIN_BINARY) || length > to - start || length > maxSingle) {
                return position;
            }
            int end = start + length;
            int flags = WHOLE;
            if (first == FIN_TEXT) {
                boolean ascii = Masking.applyToText(b, start, end, Masking.mask(key)) == 0;
                flags = ascii ? WHOLE | TEXT | ASCII : wholeText(b, start, end);
            } else {
                Masking.apply(b, start, end, Masking.mask(key));
            }
            position = end;
            if (!sink.onData(flags, b, start, length)) {
                paused = true;
                return position;
            }
        }
        return position;
    }

    /** Fast path of a client, as {@link #decodeWholeMasked}: unmasked frames, from 10 bytes on. */
    private int decodeWholeUnmasked(byte[] b, int from, int to, FrameSink sink) throws ProtocolException {
        int position = from;
        while (to - position >= MAX_UNMASKED_SIZE) {
            long head = (long) LONGS.get(b, position);
            int first = (int) (head >>> 56);
            int length = (int) (head >>> 48) & BYTE;
            int start;
            if (length < FrameHeader.LENGTH_IS_16_BIT) {
                start = position + 2;
            } else if (length == FrameHeader.LENGTH_IS_16_BIT) {
                length = (int) (head >>> 32) & FrameHeader.MAX_LENGTH_16;
                start = position + 4;
                if (length <= FrameHeader.MAX_CONTROL_PAYLOAD) {
                    return position;
                }
            } else {
                return position;
            }
            if ((first != FIN_TEXT && first != FIN_BINARY) || length > to - start || length > maxSingle) {
                return position;
            }
            int end = start + length;
            int flags = WHOLE;
            if (first == FIN_TEXT) {
                boolean ascii = Utf8.highBits(b, start, end) == 0;
                flags = ascii ? WHOLE | TEXT | ASCII : wholeText(b, start, end);
            }
            position = end;
            if (!sink.onData(flags, b, start, length)) {
                paused = true;
                return position;
            }
        }
        return position;
    }

    private int wholeText(byte[] b, int from, int to) throws ProtocolException {
        if (checksText && Utf8.feed(Utf8.START, b, from, to) != Utf8.START) {
            throw violated(Violation.INVALID_UTF8, base + Utf8.indexOfInvalid(Utf8.START, b, from, to));
        }
        return WHOLE | TEXT;
    }

    /** Plain path: one frame of any kind, or as much of it as is there. Returns {@code position} if its header is not. */
    private int decodeFrame(byte[] b, int position, int to, FrameSink sink) throws ProtocolException {
        int available = to - position;
        if (available < 2) {
            return position;
        }
        int byte0 = b[position] & BYTE;
        int byte1 = b[position + 1] & BYTE;
        frameOffset = base + position;
        refuse(rules.brokenByFirstBytes(byte0, byte1));
        int headerSize = FrameHeader.size(byte1);
        if (available < headerSize) {
            return position;
        }
        long length = FrameHeader.length(b, position);
        refuse(rules.brokenByLength(byte0, byte1, length));
        int start = position + headerSize;
        if (masked) {
            mask = Masking.mask(FrameHeader.key(b, start - FrameHeader.KEY_SIZE));
        }
        firstByte = byte0;
        remaining = length;
        if (!FrameRules.isControl(byte0)) {
            rules.accept(byte0, length);
            beginMessage(byte0);
        }
        return payload(b, start, to, sink);
    }

    private void beginMessage(int byte0) {
        if (message == 0) {
            boolean text = (byte0 & FrameHeader.OPCODE) == Opcode.TEXT.value();
            int kind = !text ? 0 : (byte0 & FrameHeader.RSV1) == 0 ? TEXT | ASCII : TEXT;
            message = OPEN | FIRST | kind | (byte0 & FrameHeader.RSV1);
            utf8 = Utf8.START;
        }
    }

    /** Takes up to {@code remaining} bytes of payload. */
    private int payload(byte[] b, int from, int to, FrameSink sink) throws ProtocolException {
        int length = (int) Math.min(remaining, to - from);
        if (length == 0 && remaining != 0) {
            return from;
        }
        if (FrameRules.isControl(firstByte)) {
            return controlPayload(b, from, length, sink);
        }
        int end = from + length;
        unmaskData(b, from, end);
        remaining -= length;
        int flags = message & (TEXT | FIRST | ASCII | FrameHeader.RSV1);
        message &= ~FIRST;
        if (remaining == 0) {
            flags |= FRAME_END;
            if ((firstByte & FIN) != 0) {
                flags |= LAST;
                message = 0;
                if (!Utf8.isComplete(utf8)) {
                    throw violated(Violation.INVALID_UTF8, base + end); // 8.1: the last character is cut off
                }
            }
        }
        paused = !sink.onData(flags, b, from, length);
        return end;
    }

    /** Unmasks a piece of a data frame and, if it is text, tells ASCII from other and checks it. */
    private void unmaskData(byte[] b, int from, int to) throws ProtocolException {
        boolean text = (message & (TEXT | FrameHeader.RSV1)) == TEXT;
        long high = 0;
        if (masked) {
            if (text) {
                high = Masking.applyToText(b, from, to, mask);
            } else {
                Masking.apply(b, from, to, mask);
            }
            mask = Masking.advance(mask, to - from);
        } else if (text) {
            high = Utf8.highBits(b, from, to);
        }
        if (high != 0) {
            message &= ~ASCII;
        }
        if ((high | utf8) != 0) {
            long before = utf8;
            utf8 = Utf8.feed(before, b, from, to);
            if (utf8 == Utf8.INVALID) { // 8.1, and at once: no need to wait for the end of the message
                throw violated(Violation.INVALID_UTF8, base + Utf8.indexOfInvalid(before, b, from, to));
            }
        }
    }

    /** Delivers a control frame in place if it is whole in the buffer, else collects it. */
    private int controlPayload(byte[] b, int from, int length, FrameSink sink) throws ProtocolException {
        remaining -= length;
        if (remaining == 0 && control.isEmpty()) {
            deliverControl(b, from, length, sink);
        } else {
            control.add(b, from, length);
            if (remaining == 0) {
                deliverControl(control.bytes(), 0, control.clear(), sink);
            }
        }
        return from + length;
    }

    private void deliverControl(byte[] b, int from, int length, FrameSink sink) throws ProtocolException {
        if (masked) {
            Masking.apply(b, from, from + length, mask);
        }
        Opcode opcode = Opcode.control(firstByte & FrameHeader.OPCODE);
        if (opcode == Opcode.CLOSE) {
            refuse(FrameRules.brokenByCloseBody(b, from, from + length));
            closed = true;
        }
        paused = !sink.onControl(opcode, b, from, length);
    }

    private void refuse(@Nullable Violation violation) throws ProtocolException {
        if (violation != null) {
            throw violated(violation, frameOffset);
        }
    }

    private ProtocolException violated(Violation violation, long offset) {
        failed = true;
        frameOffset = offset;
        return new ProtocolException(violation, offset);
    }
}
