package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our decoder beside Netty's on the same vectors. Where they differ the list here and docs/wire.md say so. */
class NettyFrameTest {
    /** Close codes that 7.4.2 gives to nobody, and a reason that is not UTF-8 because it ends within a character (5.5.1). */
    private static final Set<String> DIFFERENCES =
            Set.of("close 5000: taken", "close 65535: taken", "close reason cut off: taken");

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.parley.wire.Vectors#good")
    void takesTheSameFrames(Vectors.Good good) {
        for (Role role : Role.values()) {
            Outcome outcome = decode(role, good.bytesFor(role));
            assertEquals(null, outcome.failure, role + " " + good);
            assertEquals(good.expected(), outcome.frames);
        }
    }

    /** Rules of the RFC that Netty lets pass, or judges with another code, in either role. */
    @Test
    void differsOnlyWhereListed() {
        Set<String> differences = new TreeSet<>();
        Vectors.bad()
                .filter(bad -> bad.violation().closeCode().value() != 1008 && !"10.4".equals(bad.section()))
                .forEach(bad -> {
                    for (Role role : Role.values()) {
                        Outcome outcome = decode(role, bad.bytesFor(role));
                        int expected = bad.violation().closeCode().value();
                        if (outcome.failure == null) {
                            differences.add(bad.name() + ": taken");
                        } else if (outcome.failure != expected) {
                            differences.add(
                                    role + " " + bad.violation() + ": " + outcome.failure + " instead of " + expected);
                        }
                    }
                });
        byte[] masked = RawFrame.text("masked").masked(RawFrame.KEY);
        if (decode(Role.CLIENT, masked).failure == null) {
            differences.add("masked frame of a server: taken");
        }
        assertNotNull(decode(Role.SERVER, RawFrame.text("unmasked").unmasked()).failure);
        assertEquals(new TreeSet<>(DIFFERENCES), differences);
    }

    private record Outcome(List<String> frames, @Nullable Integer failure) {}

    private static Outcome decode(Role role, byte[] stream) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(role == Role.SERVER)
                .closeOnProtocolViolation(true)
                .maxFramePayloadLength(1 << 20)
                .build();
        EmbeddedChannel channel =
                new EmbeddedChannel(new WebSocket13FrameDecoder(config), new Utf8FrameValidator(false));
        List<String> frames = new ArrayList<>();
        Integer failure = null;
        try {
            channel.writeInbound(Unpooled.copiedBuffer(stream));
            channel.finish();
        } catch (CorruptedWebSocketFrameException e) {
            failure = e.closeStatus().code();
        } catch (RuntimeException e) {
            failure = -1; // no code at all
        }
        for (Object frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(line((WebSocketFrame) frame));
        }
        return new Outcome(frames, failure);
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
