package dev.parley.bench.codec;

import dev.parley.wire.Limits;
import dev.parley.wire.MessageDecoder;
import dev.parley.wire.MessageSink;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import java.io.IOException;

/** Our decoder of whole messages: text arrives as String. */
final class ParleyStringPeer implements DecodePeer, MessageSink {
    private final MessageDecoder decoder = MessageDecoder.of(Role.SERVER, Limits.NONE, this);
    private final byte[] buffer;
    private Tally tally = new Tally();

    ParleyStringPeer(Work work) {
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
                position = decoder.decode(buffer, 0, end);
            } catch (ProtocolException e) {
                throw new IOException(e);
            }
            left = end - position;
            System.arraycopy(buffer, position, buffer, 0, left);
        }
    }

    @Override
    public boolean onText(String text) {
        tally.add(text);
        return true;
    }

    @Override
    public boolean onBinary(byte[] bytes) {
        tally.add(bytes, 0, bytes.length);
        return true;
    }

    @Override
    public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
        throw new IllegalStateException("the stream has no control frames");
    }
}
