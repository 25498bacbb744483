package dev.parley.bench.codec;

import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import java.io.IOException;

/** Our decoder with a sink that looks at each message; pieces of a message cut by reads are counted when it ends. */
final class ParleyDecodePeer implements DecodePeer, FrameSink {
    private final FrameDecoder decoder = FrameDecoder.of(Role.SERVER, Limits.NONE);
    private final byte[] buffer;
    private Tally tally = new Tally();
    private int earlier;
    private int first;

    ParleyDecodePeer(Work work) {
        buffer = new byte[Math.min(work.readSize(), work.stream().length) + 13];
    }

    @Override
    public void decode(byte[] stream, int readSize, Tally to) throws IOException {
        tally = to;
        int left = 0;
        for (int from = 0; from < stream.length; ) {
            int read = Math.min(readSize, stream.length - from);
            System.arraycopy(stream, from, buffer, left, read);
            from += read;
            int end = left + read;
            int position;
            try {
                position = decoder.decode(buffer, 0, end, this);
            } catch (ProtocolException e) {
                throw new IOException(e);
            }
            left = end - position;
            System.arraycopy(buffer, position, buffer, 0, left);
        }
    }

    @Override
    public boolean onData(int flags, byte[] bytes, int offset, int length) {
        if ((flags & (FIRST | LAST)) == (FIRST | LAST)) {
            tally.add(bytes, offset, length);
            return true;
        }
        if ((flags & FIRST) != 0) {
            first = bytes[offset];
            earlier = 0;
        }
        earlier += length;
        if ((flags & LAST) != 0) {
            tally.add(earlier, first, bytes[offset + length - 1]);
        }
        return true;
    }

    @Override
    public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
        throw new IllegalStateException("the stream has no control frames");
    }
}
