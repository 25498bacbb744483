package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a client sends: an outcome and no exception, the same however it was cut, and an answer that a client reads. */
class RequestFuzzTest {
    private static final HandshakeLimits LIMITS = new HandshakeLimits(2048, 512, 24);

    @FuzzTest(maxDuration = "60s")
    void anyBytesHaveOneOutcome(byte[] bytes) {
        RequestOutcome whole = ServerHandshake.read(bytes, 0, bytes.length, LIMITS);
        for (int cut = bytes.length; cut >= 0; cut -= 1 + bytes.length / 16) {
            RequestOutcome part = ServerHandshake.read(bytes, 0, cut, LIMITS);
            if (part instanceof RequestOutcome.Refused) {
                assertEquals(part, whole, "cut at " + cut);
            } else if (part instanceof RequestOutcome.Accepted accepted) {
                assertEquals(
                        accepted.end(),
                        assertInstanceOf(RequestOutcome.Accepted.class, whole).end());
            } else {
                assertTrue(bytes.length > cut || whole instanceof RequestOutcome.Incomplete);
                assertTrue(cut < LIMITS.maxHeadBytes(), "waits beyond the limit");
            }
        }
        if (whole instanceof RequestOutcome.Accepted accepted) {
            answer(accepted, bytes.length);
        } else if (whole instanceof RequestOutcome.Refused refused) {
            assertTrue(refused.toBytes().length > 0);
        }
    }

    /** The answer must be one that the client behind the request would take. */
    private static void answer(RequestOutcome.Accepted accepted, int length) {
        UpgradeRequest request = accepted.request();
        assertTrue(accepted.end() > 0 && accepted.end() <= length, "end " + accepted.end());
        assertTrue(Grammar.isResourceName(request.resourceName()), request.resourceName());
        UpgradeResponse response = UpgradeResponse.to(request);
        for (Extension extension : request.extensions()) {
            response = response.withExtension(extension);
        }
        if (!request.subprotocols().isEmpty()) {
            response = response.withSubprotocol(request.subprotocols().get(0));
        }
        byte[] answer = response.toBytes();
        HandshakeLimits generous = new HandshakeLimits(1 << 20, 1 << 20, 1000);
        HeadScanner scanner = new HeadScanner(generous);
        int end = scanner.scan(answer, 0, answer.length, generous.maxHeadBytes());
        assertEquals(answer.length, end);
        ResponseRules rules = new ResponseRules(Head.parse(answer, 0, end).headers());
        assertTrue(rules.switching(request.key()).isEmpty());
        assertTrue(rules.choice(request.subprotocols(), request.extensions()).isEmpty());
        assertEquals(request.extensions(), rules.extensions());
    }
}
