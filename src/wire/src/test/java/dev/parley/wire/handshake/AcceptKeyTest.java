package dev.parley.wire.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AcceptKeyTest {
    @Test
    void answersTheExamplesOfTheRfc() { // 1.3, 4.2.2
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", AcceptKey.accept("dGhlIHNhbXBsZSBub25jZQ=="));
        byte[] nonce = "the sample nonce".getBytes(StandardCharsets.US_ASCII);
        assertEquals("dGhlIHNhbXBsZSBub25jZQ==", AcceptKey.fromNonce(nonce));
    }

    @Test
    void takesEveryNonceForAKey() {
        Random random = new Random(6455);
        byte[] nonce = new byte[AcceptKey.NONCE_BYTES];
        for (int i = 0; i < 200; i++) {
            random.nextBytes(nonce);
            String key = AcceptKey.fromNonce(nonce);
            assertTrue(AcceptKey.isKey(key), key);
            assertTrue(AcceptKey.matches(key, AcceptKey.accept(key)));
            assertFalse(AcceptKey.matches(key, key));
        }
    }

    @Test
    void takesOtherLengthsForNoKey() {
        for (int length = 0; length < 40; length++) {
            String text = Base64.getEncoder().encodeToString(new byte[length]);
            assertEquals(length == AcceptKey.NONCE_BYTES, AcceptKey.isKey(text), text);
        }
        assertThrows(IllegalArgumentException.class, () -> AcceptKey.fromNonce(new byte[0]));
    }
}
