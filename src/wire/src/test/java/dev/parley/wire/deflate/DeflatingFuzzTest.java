package dev.parley.wire.deflate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.wire.Limits;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;

/** Whatever is sent arrives, on every window and level, and keeps to its window. */
class DeflatingFuzzTest {
    private static final int REPEATS = 3;

    @FuzzTest(maxDuration = "60s")
    void anyMessageArrives(byte[] choice) throws ProtocolException {
        if (choice.length < 2) {
            return;
        }
        int bits = DeflateDirection.MIN_WINDOW_BITS + (choice[0] & 7);
        ContextTakeover takeover = (choice[0] & 8) == 0 ? ContextTakeover.ALLOWED : ContextTakeover.FORBIDDEN;
        int level = (choice[0] >> 4 & 15) % 10;
        DeflateDirection direction = new DeflateDirection(takeover, bits);
        DeflateAgreement agreement = new DeflateAgreement(direction, direction);
        DeflateSettings settings = new DeflateSettings(direction, direction, level);
        byte[] message = repeated(choice);
        ReferenceInflater judge = new ReferenceInflater();
        try (PermessageDeflate sender = PermessageDeflate.of(Role.CLIENT, agreement, settings, Limits.DEFAULT);
                PermessageDeflate receiver = PermessageDeflate.of(Role.SERVER, agreement, settings, Limits.DEFAULT)) {
            for (int i = 0; i < REPEATS; i++) {
                byte[] payload = Messages.encode(sender, message);
                assertArrayEquals(message, Messages.decode(receiver, payload));
                assertArrayEquals(message, judge.message(payload));
                if (takeover == ContextTakeover.FORBIDDEN) {
                    judge.forget();
                }
            }
        }
        assertTrue(judge.farthest() <= 1 << bits, judge.farthest() + " bytes back");
    }

    /** The rest of the input, up to 256 times over, so that small inputs make messages larger than small windows. */
    private static byte[] repeated(byte[] choice) {
        int length = choice.length - 2;
        byte[] message = new byte[Math.min(length * (1 + (choice[1] & 0xFF)), 1 << 16)];
        for (int at = 0; at < message.length; at += length) {
            System.arraycopy(choice, 2, message, at, Math.min(length, message.length - at));
        }
        return message;
    }
}
