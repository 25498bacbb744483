package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a server sends: an outcome and no exception, the same however it was cut. */
class ResponseFuzzTest {
    private static final HandshakeLimits LIMITS = new HandshakeLimits(2048, 512, 24);
    private static final ClientHandshake HANDSHAKE = ClientHandshake.to(
                    WebSocketUri.parse("ws://server.example.com/chat"),
                    "the sample nonce".getBytes(StandardCharsets.US_ASCII))
            .withSubprotocols(List.of("chat", "superchat"))
            .withExtensions(List.of(Extension.of("foo"), Extension.of("permessage-deflate")));

    @FuzzTest(maxDuration = "60s")
    void anyBytesHaveOneOutcome(byte[] bytes) {
        ResponseOutcome whole = HANDSHAKE.read(bytes, 0, bytes.length, LIMITS);
        for (int cut = bytes.length; cut >= 0; cut -= 1 + bytes.length / 16) {
            ResponseOutcome part = HANDSHAKE.read(bytes, 0, cut, LIMITS);
            if (part instanceof ResponseOutcome.Incomplete) {
                assertTrue(cut < LIMITS.maxHeadBytes(), "waits beyond the limit");
            } else {
                assertEquals(whole, part, "cut at " + cut);
            }
        }
        if (whole instanceof ResponseOutcome.Established established) {
            assertTrue(established.end() <= bytes.length);
            assertTrue(established.subprotocol().stream().allMatch(HANDSHAKE.subprotocols()::contains));
        }
    }
}
