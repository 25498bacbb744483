package dev.parley.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait to be written, as bytes in one array, and the way of messages into it: extension, fragments, frames.
 * Confined to its connection's thread.
 */
final class OutputQueue {
    private static final int LEAST = 512;
    private static final int KEPT = 64 * 1024; // bytes; a larger array is not kept once it is empty
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8; // what every JVM can make
    private static final int FRAME_ROOM = FrameHeader.MAX_SIZE;

    private final FrameEncoder encoder;
    private final Fragmenter fragmenter;
    private final int maxFramePayload;
    private final int maxPending;
    private final @Nullable MessageExtension extension;

    private ByteBuffer pending = ByteBuffer.allocate(LEAST).limit(0); // from position to limit
    private byte[] encoded = {}; // a message that the extension encoded
    private int encodedLength;

    OutputQueue(FrameEncoder encoder, ConnectionSettings settings) {
        this.encoder = encoder;
        this.maxFramePayload = settings.maxFramePayload();
        this.fragmenter = new Fragmenter(encoder, maxFramePayload);
        this.maxPending = settings.maxPendingOutput();
        this.extension = settings.extension().orElse(null);
    }

    /** What waits; the transport moves the position over what it has written. */
    ByteBuffer pending() {
        if (!pending.hasRemaining()) {
            pending = pending.capacity() > KEPT ? ByteBuffer.allocate(LEAST) : pending.clear();
            pending.limit(0);
        }
        return pending;
    }

    boolean isEmpty() {
        return !pending.hasRemaining();
    }

    /** Queues a message; false if it would have to wait behind others beyond the bound. */
    boolean addMessage(Opcode opcode, byte[] payload, int offset, int length) {
        if (!hasRoom(length)) {
            return false;
        }
        if (extension == null) {
            addFragments(opcode.value(), payload, offset, length);
            return true;
        }
        encodedLength = 0;
        extension.encode(payload, offset, length, this::addEncoded);
        extension.endEncode(this::addEncoded);
        addFragments(opcode.value() | FrameHeader.RSV1, encoded, 0, encodedLength);
        if (encoded.length > KEPT) {
            encoded = new byte[0];
        }
        return true;
    }

    /** Queues a control frame if there is room within the bound. */
    boolean addControl(Opcode opcode, byte[] payload, int offset, int length) {
        if (!hasRoom(length)) {
            return false;
        }
        addFrame(opcode, payload, offset, length);
        return true;
    }

    /** Queues the Close frame, the last one, bound or not. */
    void addClose(byte[] body) {
        addFrame(Opcode.CLOSE, body, 0, body.length);
    }

    private boolean hasRoom(int length) {
        return isEmpty() || length <= maxPending - FRAME_ROOM - pending.remaining();
    }

    private void addFrame(Opcode opcode, byte[] payload, int offset, int length) {
        openEncoder(length + FRAME_ROOM);
        encoder.frame(FrameHeader.FIN | opcode.value(), payload, offset, length);
        closeEncoder();
    }

    private void addFragments(int firstByte, byte[] payload, int offset, int length) {
        long frames = Math.max(1, ((long) length + maxFramePayload - 1) / maxFramePayload);
        long size = length + frames * FRAME_ROOM;
        if (size > MAX_ARRAY - pending.remaining()) {
            throw new IllegalArgumentException("message of " + length + " bytes, with its frame headers " + size
                    + " bytes, does not fit in the output of at most " + MAX_ARRAY);
        }
        openEncoder((int) size);
        fragmenter.begin(firstByte, payload, offset, length);
        Fragmenter.Progress progress = fragmenter.next();
        while (progress == Fragmenter.Progress.MORE) {
            progress = fragmenter.next();
        }
        closeEncoder();
    }

    /** Points the encoder behind what waits, with room for {@code bytes}. */
    private void openEncoder(int bytes) {
        if (pending.capacity() - pending.limit() < bytes) {
            long least = (long) pending.remaining() + bytes;
            if (least <= pending.capacity()) {
                pending.compact().flip();
            } else {
                long size = Math.max(Math.min(2L * pending.capacity(), MAX_ARRAY), least);
                pending =
                        ByteBuffer.allocate(Math.toIntExact(size)).put(pending).flip();
            }
        }
        encoder.output(pending.array(), pending.limit(), pending.capacity());
    }

    private void closeEncoder() {
        pending.limit(encoder.position());
    }

    private boolean addEncoded(byte[] bytes, int offset, int length) {
        if (length > encoded.length - encodedLength) {
            long doubled = Math.max(2L * encoded.length, LEAST);
            long size = Math.max(doubled, (long) encodedLength + length);
            encoded = Arrays.copyOf(encoded, (int) Math.min(size, MAX_ARRAY));
        }
        System.arraycopy(bytes, offset, encoded, encodedLength, length);
        encodedLength += length;
        return true;
    }
}
