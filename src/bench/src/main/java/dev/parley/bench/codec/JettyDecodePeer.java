package dev.parley.bench.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.Utf8StringBuilder;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.internal.NullAppendable;
import org.eclipse.jetty.websocket.core.internal.Parser;

/** Jetty: its parser, unmasking, and UTF-8 validation or String builder. Spared: session and demand. */
final class JettyDecodePeer implements DecodePeer {
    private final Parser parser;
    private final boolean text;
    private final boolean strings;
    private final NullAppendable validator = new NullAppendable();
    private final Utf8StringBuilder builder = new Utf8StringBuilder();
    private final ByteBuffer buffer;

    JettyDecodePeer(Work work, boolean strings) {
        Configuration.ConfigurationCustomizer configuration = new Configuration.ConfigurationCustomizer();
        configuration.setMaxFrameSize(0);
        configuration.setAutoFragment(false);
        parser = new Parser(new ArrayByteBufferPool(), configuration);
        this.text = !work.kind().equals("bin");
        this.strings = strings;
        this.buffer = ByteBuffer.allocate(work.stream().length);
    }

    @Override
    public void decode(byte[] stream, int readSize, Tally tally) throws IOException {
        for (int from = 0; from < stream.length; ) {
            int read = Math.min(readSize, stream.length - from);
            buffer.clear().put(stream, from, read).flip();
            from += read;
            for (Frame.Parsed frame = parser.parse(buffer); frame != null; frame = parser.parse(buffer)) {
                frame.demask();
                deliver(frame.getPayload(), tally);
                frame.close();
            }
        }
    }

    private void deliver(ByteBuffer payload, Tally tally) throws IOException {
        if (strings) {
            builder.append(payload);
            tally.add(builder.takeCompleteString(() -> new IOException("invalid UTF-8")));
            return;
        }
        int length = payload.remaining();
        tally.add(length, payload.get(payload.position()), payload.get(payload.limit() - 1));
        if (text) {
            validator.append(payload.slice());
            validator.takeCompleteString(() -> new IOException("invalid UTF-8"));
        }
    }
}
