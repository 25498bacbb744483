package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

/** Feeds a decoder as a connection does: reads of given sizes into one buffer, what is left over moved to its front. */
final class Reader {
    /** How the bytes are handed over. */
    enum Form {
        ARRAY,
        HEAP_BUFFER,
        DIRECT_BUFFER,
        READ_ONLY_BUFFER
    }

    private final FrameDecoder decoder;
    private final Form form;

    Reader(FrameDecoder decoder, Form form) {
        this.decoder = decoder;
        this.form = form;
    }

    /** Feeds {@code stream} in two reads, cut at {@code split}. */
    void readInTwo(byte[] stream, int split, FrameSink sink) throws ProtocolException {
        byte[] buffer = new byte[stream.length + 3];
        int left = read(buffer, 0, stream, 0, split, sink);
        read(buffer, left, stream, split, stream.length, sink);
    }

    /** Feeds {@code stream} in reads of {@code size} bytes. */
    void readBySize(byte[] stream, int size, FrameSink sink) throws ProtocolException {
        byte[] buffer = new byte[FrameHeader.MAX_SIZE + size];
        int left = 0;
        for (int from = 0; from < stream.length; from += size) {
            left = read(buffer, left, stream, from, Math.min(stream.length, from + size), sink);
        }
    }

    /** One read behind {@code left} old bytes; returns the number of bytes now left at the front. */
    private int read(byte[] buffer, int left, byte[] stream, int from, int to, FrameSink sink)
            throws ProtocolException {
        System.arraycopy(stream, from, buffer, left, to - from);
        int end = left + to - from;
        int position = decodeAll(buffer, end, sink);
        int rest = end - position;
        assertTrue(rest < FrameHeader.MAX_SIZE, () -> rest + " bytes left over");
        System.arraycopy(buffer, position, buffer, 0, rest);
        return rest;
    }

    /** Decodes until nothing moves any more: a sink may have paused. */
    private int decodeAll(byte[] buffer, int end, FrameSink sink) throws ProtocolException {
        int position = 0;
        int before;
        do {
            before = position;
            position = decode(buffer, position, end, sink);
        } while (position != before);
        return position;
    }

    private int decode(byte[] buffer, int from, int to, FrameSink sink) throws ProtocolException {
        if (form == Form.ARRAY) {
            return decoder.decode(buffer, from, to, sink);
        }
        ByteBuffer bytes;
        if (form == Form.HEAP_BUFFER) {
            bytes = ByteBuffer.wrap(buffer, from, to - from).slice(); // with an array offset
        } else {
            bytes = ByteBuffer.allocateDirect(to - from + 1)
                    .put(0, buffer, from, to - from)
                    .limit(to - from);
        }
        if (form == Form.READ_ONLY_BUFFER) {
            bytes = bytes.asReadOnlyBuffer();
        }
        decoder.decode(bytes, sink);
        return from + bytes.position();
    }
}
