package dev.parley.wire.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The keys of the opening handshake (4.1, 4.2.2): what a client sends and what a server must make of it. All methods are
 * pure and safe for any thread.
 */
public final class AcceptKey {
    /** Bytes of a nonce before base64 (4.1). */
    public static final int NONCE_BYTES = 16;

    /** 1.3: appended to the key before hashing, so that no server that knows nothing of WebSocket answers by chance. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int KEY_CHARS = 24;
    private static final String PADDING = "==";

    private AcceptKey() {}

    /**
     * The Sec-WebSocket-Key that carries a nonce (4.1).
     *
     * @param nonce {@value #NONCE_BYTES} bytes, chosen at random for each connection
     */
    public static String fromNonce(byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("nonce of " + nonce.length + " bytes, must be " + NONCE_BYTES);
        }
        return Base64.getEncoder().encodeToString(nonce);
    }

    /**
     * Whether a Sec-WebSocket-Key is the base64 form of exactly {@value #NONCE_BYTES} bytes (4.2.1). The bits that the
     * last digit has too many may be anything: they are not 0 in the RFC's own example (4.1).
     */
    public static boolean isKey(String key) {
        return key.length() == KEY_CHARS
                && key.endsWith(PADDING)
                && key.chars().limit(KEY_CHARS - PADDING.length()).allMatch(AcceptKey::isBase64);
    }

    /**
     * The Sec-WebSocket-Accept that answers a key (4.2.2): base64 of the SHA-1 hash of the key, as it was written, and
     * the GUID of the protocol.
     */
    public static String accept(String key) {
        byte[] digest = sha1().digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
        return Base64.getEncoder().encodeToString(digest);
    }

    /** Whether an answer belongs to a key; takes as long for a wrong answer as for the right one. */
    static boolean matches(String key, String answer) {
        byte[] expected = accept(key).getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(expected, answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean isBase64(int c) {
        return Grammar.isAlphanumeric(c) || c == '+' || c == '/';
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
