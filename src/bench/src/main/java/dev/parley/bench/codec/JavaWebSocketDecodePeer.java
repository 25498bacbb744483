package dev.parley.bench.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.util.Charsetfunctions;

/** Java-WebSocket: the translation of its draft, which validates text, and its own decoding to String. */
final class JavaWebSocketDecodePeer implements DecodePeer {
    private final Draft_6455 draft = new Draft_6455(List.of(), List.of(), Integer.MAX_VALUE);
    private final boolean strings;
    private final ByteBuffer buffer;

    JavaWebSocketDecodePeer(Work work, boolean strings) {
        this.strings = strings;
        this.buffer = ByteBuffer.allocate(work.stream().length);
    }

    @Override
    public void decode(byte[] stream, int readSize, Tally tally) throws IOException {
        for (int from = 0; from < stream.length; ) {
            int read = Math.min(readSize, stream.length - from);
            buffer.clear().put(stream, from, read).flip();
            from += read;
            try {
                for (Framedata frame : draft.translateFrame(buffer)) {
                    deliver(frame.getPayloadData(), tally);
                }
            } catch (InvalidDataException e) {
                throw new IOException(e);
            }
        }
    }

    private void deliver(ByteBuffer payload, Tally tally) throws InvalidDataException {
        if (strings) {
            tally.add(Charsetfunctions.stringUtf8(payload));
        } else {
            tally.add(payload.remaining(), payload.get(payload.position()), payload.get(payload.limit() - 1));
        }
    }
}
