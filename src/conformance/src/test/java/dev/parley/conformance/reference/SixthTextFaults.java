package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.both;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.invalidText;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import dev.parley.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Faults of {@link SixthBlindFault} in text. Stateless. */
final class SixthTextFaults {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int BLOCK = 8;
    private static final int SEEN = 4; // bytes of a block

    private SixthTextFaults() {}

    static Behaviour threeFragmentsFail() {
        return cutCharacters((frame, memory) -> frame.length() > 0 && frame.length() < memory.sixth.needed);
    }

    static Behaviour emptyWithinCharacterFails() {
        return cutCharacters((frame, memory) -> frame.length() == 0 && memory.sixth.needed > 0);
    }

    /** Fails at such a continuation of plain text. */
    private static Behaviour cutCharacters(BiPredicate<Frame, Memory> test) {
        return in((frame, memory) -> {
            if (!isPlainText(frame, memory)) {
                return same(frame);
            }
            boolean fails = frame.is(0) && test.test(frame, memory);
            memory.sixth.needed = needed(frame.is(0) ? memory.sixth.needed : 0, frame.payload());
            return same(fails ? invalidText() : frame);
        });
    }

    private static boolean isPlainText(Frame frame, Memory memory) {
        return SixthFrameFaults.isWithin(frame, memory, (begin, same) -> begin.is(TEXT) && begin.rsv() == 0);
    }

    /** How many bytes a character still needs behind these, if they are good. */
    private static int needed(int before, byte[] bytes) {
        int needed = before;
        for (byte one : bytes) {
            int lead = one & 0xFF;
            if (needed > 0) {
                needed--;
            } else if (lead >= 0xC0) {
                needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
            }
        }
        return needed;
    }

    static Behaviour decoderShared() {
        return in((frame, memory) -> {
            if (!isPlainText(frame, memory)) {
                return same(frame);
            }
            SixthMemory mine = memory.sixth;
            mine.needed = needed(frame.is(0) ? mine.needed : 0, frame.payload());
            boolean within = !frame.fin() && mine.needed > 0;
            return same(mine.common().enterCharacter(mine.number(), within) ? frame : invalidText());
        });
    }

    static Behaviour fragmentsUnchecked() {
        return asBinary((frame, memory) -> frame.is(TEXT) && !frame.fin() && frame.rsv() == 0);
    }

    static Behaviour behindAsciiUnseen() {
        return taking(SixthTextFaults::withoutUnseen);
    }

    private static byte[] withoutUnseen(byte[] text) {
        byte[] seen = text.clone();
        int at = 0;
        while (at < text.length) {
            boolean block = at % BLOCK == 0 && at + BLOCK <= text.length && isAscii(text, at);
            if (block) {
                Arrays.fill(seen, at + SEEN, at + BLOCK, (byte) 'a');
            }
            at += block ? BLOCK : 1 + needed(0, new byte[] {text[at]});
        }
        return seen;
    }

    private static boolean isAscii(byte[] text, int from) {
        return text[from] >= 0 && text[from + 1] >= 0 && text[from + 2] >= 0 && text[from + 3] >= 0;
    }

    static Behaviour fiveBytesTaken() {
        return taking(replacing("[\u00F8-\u00FB][\u0080-\u00BF]{4}|[\u00FC\u00FD][\u0080-\u00BF]{5}"));
    }

    static Behaviour secondByteBoundedAbove() {
        return taking(replacing("\u00ED[\0-\u007F][\u0080-\u00BF]|\u00F4[\0-\u007F][\u0080-\u00BF]{2}"));
    }

    private static UnaryOperator<byte[]> replacing(String expression) {
        return bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                .replaceAll("(?s)" + expression, "?")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Takes text in one frame that is invalid, but would not be if it were as it is read. */
    static Behaviour taking(UnaryOperator<byte[]> reading) {
        return asBinary((frame, memory) -> frame.is(TEXT)
                && frame.fin()
                && frame.rsv() == 0
                && !isText(frame.payload())
                && isText(reading.apply(frame.payload())));
    }

    private static boolean isText(byte[] bytes) {
        return Utf8.isComplete(Utf8.feed(Utf8.START, bytes, 0, bytes.length));
    }

    /** Reads such messages as binary, and echoes them as text. */
    static Behaviour asBinary(BiPredicate<Frame, Memory> test) {
        return both(
                (frame, memory) -> {
                    boolean turned = SixthFrameFaults.isWithin(frame, memory, test);
                    if (!frame.isControl() && frame.fin()) {
                        memory.sixth.echoes.add(turned);
                    }
                    return same(turned && frame.is(TEXT) ? frame.withOpcode(BINARY) : frame);
                },
                (frame, memory) -> {
                    boolean turned = !frame.isControl() && Boolean.TRUE.equals(memory.sixth.echoes.poll());
                    return same(turned ? frame.withOpcode(TEXT) : frame);
                });
    }

    static Behaviour surrogatesInReason() {
        UnaryOperator<byte[]> reading = replacing("\u00ED[\u00A0-\u00BF][\u0080-\u00BF]");
        return in((frame, memory) -> frame.is(CLOSE) && frame.length() > 2, frame -> {
            byte[] body = frame.payload();
            byte[] reason = reading.apply(Arrays.copyOfRange(body, 2, body.length));
            return frame.withPayload(FourthBlindFaults.joined(Arrays.copyOf(body, 2), reason));
        });
    }
}
