package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Netty's server beside ours, on the same requests. What it lets through that we refuse is in docs/wire-handshake.md. */
class NettyHandshakeTest {
    /** Good requests of the table that Netty does not take: it wants a path, and one word in Upgrade. */
    private static final Set<String> NETTY_REFUSES = Set.of(
            "target http://server.example.com/chat",
            "target HTTP://SERVER.EXAMPLE.COM:80/chat",
            "target http://server.example.com",
            "target http://server.example.com?q",
            "target https://server.example.com/",
            "Upgrade among others");

    @Test
    void takesWhatWeTakeButForKnownExceptions() {
        Set<String> refused = GoodRequests.good()
                .filter(row -> !netty(row.bytes()).startsWith("HTTP/1.1 101 "))
                .map(GoodRequests.Good::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(NETTY_REFUSES), refused);
    }

    @Test
    void isUnderstoodByOurClient() {
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            byte[] nonce = new byte[AcceptKey.NONCE_BYTES];
            random.nextBytes(nonce);
            ClientHandshake handshake = ClientHandshake.to(WebSocketUri.parse("ws://example.com:8080/chat?" + i), nonce)
                    .withSubprotocols(i % 2 == 0 ? List.of("chat") : List.of());
            byte[] answer = netty(handshake.toBytes()).getBytes(StandardCharsets.ISO_8859_1);
            ResponseOutcome.Established established = assertInstanceOf(
                    ResponseOutcome.Established.class,
                    handshake.read(answer, 0, answer.length, HandshakeLimits.DEFAULT));
            assertEquals(i % 2 == 0, established.subprotocol().isPresent());
            assertEquals(answer.length, established.end());
        }
    }

    /** What Netty's server answers, nothing if it neither answers nor refuses. */
    private static String netty(byte[] request) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(),
                new HttpObjectAggregator(1 << 16),
                new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath("/")
                        .checkStartsWith(true)
                        .subprotocols("chat")
                        .build()));
        channel.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(request, request.length)));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Object part = channel.readOutbound();
        while (part instanceof ByteBuf buffer) { // else a frame, which it sends to what it did not take
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes).release();
            answer.writeBytes(bytes);
            part = channel.readOutbound();
        }
        channel.finishAndReleaseAll();
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
