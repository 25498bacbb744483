package dev.parley.conformance.peer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8, by the decoder of the JDK, so that parley-wire is not its own judge. Stateless. */
final class Utf8Check {
    private Utf8Check() {}

    static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
