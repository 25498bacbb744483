package dev.parley.wire.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.wire.Limits;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.handshake.Extension;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client and Netty's server agree and understand each other, in both directions and with every context and window. */
class NettyDeflateTest {
    private static final int RSV1 = 4;

    static Stream<DeflateSettings> settings() {
        return DeflatingTest.directions().stream()
                .flatMap(own -> Stream.of(
                        new DeflateSettings(own, DeflateDirection.UNRESTRICTED, -1),
                        new DeflateSettings(own, new DeflateDirection(ContextTakeover.FORBIDDEN, 15), 1)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void messagesArriveBothWays(DeflateSettings settings) throws ProtocolException {
        Extension offer = DeflateNegotiation.offer(settings);
        WebSocketServerExtension netty = netty(offer);
        DeflateAnswer.Agreed agreed = assertInstanceOf(
                DeflateAnswer.Agreed.class,
                DeflateNegotiation.judge(List.of(offer), List.of(answer(netty.newReponseData()))));
        EmbeddedChannel decoder = new EmbeddedChannel(netty.newExtensionDecoder());
        EmbeddedChannel encoder = new EmbeddedChannel(netty.newExtensionEncoder());
        Random random = new Random(settings.hashCode());
        try (PermessageDeflate ours = PermessageDeflate.of(Role.CLIENT, agreed.agreement(), settings, Limits.DEFAULT)) {
            for (int size : new int[] {5, 0, 300, 1000, 0, 40_000, 2000}) {
                byte[] message = Messages.json(random, size);
                assertArrayEquals(message, read(decoder, Messages.encode(ours, message)), size + " bytes to Netty");
                assertArrayEquals(message, Messages.decode(ours, write(encoder, message)), size + " bytes from Netty");
            }
        }
        decoder.finishAndReleaseAll();
        encoder.finishAndReleaseAll();
    }

    private static WebSocketServerExtension netty(Extension offer) {
        PerMessageDeflateServerExtensionHandshaker handshaker =
                new PerMessageDeflateServerExtensionHandshaker(6, false, 15, true, false, 0);
        List<WebSocketExtensionData> offers = WebSocketExtensionUtil.extractExtensions(offer.toString());
        assertEquals(1, offers.size());
        return handshaker.handshakeExtension(offers.get(0));
    }

    private static Extension answer(WebSocketExtensionData data) {
        StringBuilder header = new StringBuilder(data.name());
        data.parameters()
                .forEach((name, value) -> header.append(';').append(name).append(value == null ? "" : "=" + value));
        return Extension.parse(List.of(header.toString())).orElseThrow().get(0);
    }

    private static byte[] read(EmbeddedChannel decoder, byte[] payload) {
        decoder.writeInbound(new BinaryWebSocketFrame(true, RSV1, Unpooled.wrappedBuffer(payload)));
        return content(decoder.readInbound());
    }

    private static byte[] write(EmbeddedChannel encoder, byte[] message) {
        encoder.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
        WebSocketFrame frame = encoder.readOutbound();
        assertEquals(RSV1, frame.rsv());
        return content(frame);
    }

    private static byte[] content(WebSocketFrame frame) {
        byte[] bytes = new byte[frame.content().readableBytes()];
        frame.content().readBytes(bytes);
        frame.release();
        return bytes;
    }
}
