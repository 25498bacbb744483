package dev.parley.wire.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.wire.Limits;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.Violation;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Whatever a peer sends as a compressed message: octets within the limit and perhaps a violation, the same however the
 * payload was cut. What passes is what an inflater that shares nothing with zlib makes of it.
 */
class InflatingFuzzTest {
    private static final int LIMIT = 20_000; // bytes

    @FuzzTest(maxDuration = "60s")
    void anyPayloadIsReadOneWay(byte[] payload) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Optional<Violation> violation = decode(payload, payload.length, whole);
        assertTrue(whole.size() <= LIMIT, whole.size() + " bytes");
        for (int step : new int[] {1, 7}) {
            ByteArrayOutputStream pieces = new ByteArrayOutputStream();
            assertEquals(violation, decode(payload, step, pieces), "step " + step);
            assertArrayEquals(whole.toByteArray(), pieces.toByteArray(), "step " + step);
        }
        if (violation.isEmpty() && !hasFinalBlock(payload)) {
            assertArrayEquals(new ReferenceInflater().message(payload), whole.toByteArray());
        }
    }

    /** Decodes the payload twice over, as two messages, in pieces of {@code step} bytes. */
    private static Optional<Violation> decode(byte[] payload, int step, ByteArrayOutputStream first) {
        DeflateAgreement agreement = new DeflateAgreement(DeflateDirection.UNRESTRICTED, DeflateDirection.UNRESTRICTED);
        Limits limits = Limits.DEFAULT.withMaxMessagePayload(LIMIT);
        try (PermessageDeflate extension =
                PermessageDeflate.of(Role.CLIENT, agreement, DeflateSettings.DEFAULT, limits)) {
            for (int at = 0; at < payload.length; at += step) {
                extension.decode(payload, at, Math.min(step, payload.length - at), Messages.into(first));
            }
            extension.endDecode(Messages.into(first));
            return Optional.empty();
        } catch (ProtocolException e) {
            return Optional.of(e.violation());
        }
    }

    /** The judge knows one stream only. */
    private static boolean hasFinalBlock(byte[] payload) {
        return new ReferenceInflater().endsAStream(payload);
    }
}
