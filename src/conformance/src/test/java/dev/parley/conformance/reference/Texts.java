package dev.parley.conformance.reference;

import java.nio.charset.StandardCharsets;

/** What lenient decoders do to text. Stateless. */
final class Texts {
    private Texts() {}

    /** With U+FFFD for what is not UTF-8. */
    static byte[] repaired(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
}
