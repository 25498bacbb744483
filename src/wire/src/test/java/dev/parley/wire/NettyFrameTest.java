package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our decoder beside Netty's decoder and UTF-8 validator in an embedded channel. */
class NettyFrameTest {
    /** All that it does otherwise, with the section; docs/wire.md tells what it means. */
    private static final String DIFFERENCES = """
            5.5.1: close reason cut off: taken
            7.4: close 5000: taken
            7.4: close 65535: taken
            """;

    @Test
    void differsOnlyWhereListed() throws Exception {
        assertEquals(DIFFERENCES, FramePeer.differences(new Netty()));
    }

    private static final class Netty implements FramePeer {
        @Override
        public Outcome decode(Role role, byte[] stream, int size) {
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(role == Role.SERVER)
                    .closeOnProtocolViolation(true)
                    .maxFramePayloadLength(1 << 20)
                    .build();
            EmbeddedChannel channel =
                    new EmbeddedChannel(new WebSocket13FrameDecoder(config), new Utf8FrameValidator(false));
            String failure = null;
            try {
                for (int from = 0; from < stream.length; from += size) {
                    channel.writeInbound(Unpooled.copiedBuffer(stream, from, Math.min(size, stream.length - from)));
                }
                channel.finish();
            } catch (CorruptedWebSocketFrameException e) {
                failure = Integer.toString(e.closeStatus().code());
            } catch (RuntimeException e) { // whatever else a handler throws comes out here
                failure = e.getClass().getSimpleName();
            }
            List<String> lines = new ArrayList<>();
            for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
                lines.add(line((WebSocketFrame) frame));
            }
            return new Outcome(lines, failure);
        }

        @Override
        public List<String> expected(List<String> frames) {
            return frames;
        }
    }

    private static String line(WebSocketFrame frame) {
        String kind = frame instanceof TextWebSocketFrame
                ? "text"
                : frame instanceof BinaryWebSocketFrame
                        ? "binary"
                        : frame instanceof ContinuationWebSocketFrame
                                ? "continuation"
                                : frame instanceof PingWebSocketFrame
                                        ? "ping"
                                        : frame instanceof PongWebSocketFrame
                                                ? "pong"
                                                : frame instanceof CloseWebSocketFrame ? "close" : "unknown";
        ByteBuf content = frame.content();
        String line = Recorder.line(kind + (frame.isFinalFragment() ? "" : "..."), ByteBufUtil.getBytes(content));
        content.release();
        return line;
    }
}
