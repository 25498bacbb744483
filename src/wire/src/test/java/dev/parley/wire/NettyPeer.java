package dev.parley.wire;

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
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Netty's decoder and UTF-8 validator in an embedded channel, and its negotiation of permessage-deflate. */
final class NettyPeer implements FramePeer {
    private final List<WebSocketServerExtension> extensions;

    /** With the extensions that it accepts of this offer, empty for none. */
    NettyPeer(String offer) {
        extensions = accepted(offer);
    }

    @Override
    public Outcome decode(Role role, byte[] stream, int size) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(role == Role.SERVER)
                .closeOnProtocolViolation(true)
                .maxFramePayloadLength(1 << 20)
                .allowExtensions(!extensions.isEmpty())
                .build();
        EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
        extensions.forEach(extension -> channel.pipeline().addLast(extension.newExtensionDecoder()));
        channel.pipeline().addLast(new Utf8FrameValidator(false));
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
    public String negotiate(String offer) {
        return accepted(offer).stream()
                .map(WebSocketServerExtension::newReponseData)
                .map(NettyPeer::header)
                .collect(Collectors.joining(", "));
    }

    private static String header(WebSocketExtensionData data) {
        StringBuilder header = new StringBuilder(data.name());
        data.parameters()
                .forEach((name, value) -> header.append("; ").append(name).append(value == null ? "" : "=" + value));
        return header.toString();
    }

    /** What its handler of the handshake does with an offer: the first that its handshaker takes. */
    private static List<WebSocketServerExtension> accepted(String offer) {
        PerMessageDeflateServerExtensionHandshaker handshaker = new PerMessageDeflateServerExtensionHandshaker(0);
        List<WebSocketExtensionData> offers =
                offer.isEmpty() ? List.of() : WebSocketExtensionUtil.extractExtensions(offer);
        return offers.stream()
                .map(handshaker::handshakeExtension)
                .filter(Objects::nonNull)
                .limit(1)
                .toList();
    }

    @Override
    public List<String> expected(List<String> frames) {
        return frames;
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
