package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.input;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults with text. Stateless. */
final class TextFaults {
    private static final byte[] BAD = {-1};

    private TextFaults() {}

    static Behaviour invalidSwallowed() {
        return dropping(frame -> isWhole(frame) && !isUtf8(frame.payload()));
    }

    static Behaviour invalidReplaced() {
        return eachInput(frame -> isWhole(frame) ? frame.withPayload(repaired(frame.payload())) : frame);
    }

    /** Refuses whole texts that fit. */
    static Behaviour refused(Predicate<String> test) {
        return eachInput(
                frame -> isWhole(frame) && frame.rsv() == 0 && isUtf8(frame.payload()) && test.test(text(frame))
                        ? frame.withPayload(BAD)
                        : frame);
    }

    /** Changes whole texts. */
    static Behaviour changed(UnaryOperator<String> change) {
        return eachInput(frame -> isWhole(frame) && isUtf8(frame.payload())
                ? frame.withPayload(change.apply(text(frame)).getBytes(StandardCharsets.UTF_8))
                : frame);
    }

    static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    static boolean hasNonCharacter(String text) {
        return text.codePoints().anyMatch(c -> (c & 0xFFFE) == 0xFFFE);
    }

    static boolean has4Bytes(Frame frame) {
        for (byte b : frame.payload()) {
            if ((b & 0xF8) == 0xF0) {
                return true;
            }
        }
        return false;
    }

    static Behaviour fourBytesRefused() {
        return eachInput(frame -> frame.is(1) && has4Bytes(frame) ? frame.withPayload(BAD) : frame);
    }

    /** Asks for UTF-8 in each fragment of a text by itself. */
    static Behaviour fragmentsChecked() {
        return input((frame, memory) -> {
            memory.open(frame);
            boolean fragment = !frame.isControl() && memory.text && frame.rsv() == 0;
            return List.of(fragment && !isUtf8(frame.payload()) ? frame.withPayload(BAD) : frame);
        });
    }

    /** Handles text as if it were binary, so that nobody looks at it. */
    static Behaviour unchecked() {
        return eachInput(frame -> frame.is(1) ? frame.withOpcode(2) : frame);
    }

    /** Asks for UTF-8 in binary messages too. */
    static Behaviour binaryChecked() {
        return eachInput(frame -> frame.is(2) ? frame.withOpcode(1) : frame);
    }

    private static boolean isWhole(Frame frame) {
        return frame.is(1) && frame.fin();
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(repaired(bytes), bytes);
    }

    /** With U+FFFD for what is not UTF-8, as lenient decoders do. */
    private static byte[] repaired(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
}
