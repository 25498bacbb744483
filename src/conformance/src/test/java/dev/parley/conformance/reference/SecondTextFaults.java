package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.output;

import dev.parley.wire.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What those of {@link SecondBlindFault} do that are about payloads: text, and buffers that are used again. Stateless. */
final class SecondTextFaults {
    private static final int CHECKED = 64 * 1024;
    private static final int BUFFER = 8192;
    private static final byte[] BAD = {(byte) 0xFF};
    private static final Pattern PAIR =
            Pattern.compile("\\xed[\\xa0-\\xaf][\\x80-\\xbf]\\xed[\\xb0-\\xbf][\\x80-\\xbf]");

    private SecondTextFaults() {}

    static Behaviour cutAtNul(int opcode) {
        return eachOutput(frame -> {
            int nul = new String(frame.payload(), StandardCharsets.ISO_8859_1).indexOf('\0');
            return frame.is(opcode) && frame.rsv() == 0 && nul >= 0
                    ? frame.withPayload(Arrays.copyOf(frame.payload(), nul))
                    : frame;
        });
    }

    private static byte[] replaced(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    static Behaviour text(UnaryOperator<String> change) {
        return eachOutput(frame -> {
            if (!frame.is(1) || frame.rsv() != 0) {
                return frame;
            }
            String text = new String(frame.payload(), StandardCharsets.UTF_8);
            return frame.withPayload(change.apply(text).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Each character beyond U+FFFF as two of three bytes, as Java's own streams write it. */
    static Behaviour pairsOfThreeBytesTaken() {
        return plainText(text -> PAIR.matcher(text).replaceAll(found -> {
            byte[] b = found.group().getBytes(StandardCharsets.ISO_8859_1);
            char high = (char) (0xD000 | (b[1] & 0x3F) << 6 | (b[2] & 0x3F));
            char low = (char) (0xD000 | (b[4] & 0x3F) << 6 | (b[5] & 0x3F));
            byte[] right = String.valueOf(new char[] {high, low}).getBytes(StandardCharsets.UTF_8);
            return Matcher.quoteReplacement(new String(right, StandardCharsets.ISO_8859_1));
        }));
    }

    /** Changes the bytes of whole text messages, given as characters of one byte. */
    private static Behaviour plainText(UnaryOperator<String> change) {
        return eachInput(frame -> {
            String text = new String(frame.payload(), StandardCharsets.ISO_8859_1);
            return frame.is(1) && frame.fin() && frame.rsv() == 0
                    ? frame.withPayload(change.apply(text).getBytes(StandardCharsets.ISO_8859_1))
                    : frame;
        });
    }

    static Behaviour farTextUnchecked() {
        return eachInput(frame -> frame.is(1) && frame.rsv() == 0 && frame.length() > CHECKED && beginsWell(frame)
                ? frame.withPayload(replaced(frame.payload()))
                : frame);
    }

    private static boolean beginsWell(Frame frame) {
        ByteBuffer head = ByteBuffer.wrap(frame.payload(), 0, CHECKED);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(head, CharBuffer.allocate(CHECKED), false)
                .isError();
    }

    static Behaviour characterAcrossBufferLost() {
        return eachOutput(frame -> {
            if (!frame.is(1) || frame.rsv() != 0) {
                return frame;
            }
            byte[] payload = frame.payload().clone();
            for (int end = BUFFER; end < payload.length; end += BUFFER) {
                if ((frame.payload()[end] & 0xC0) == 0x80) {
                    question(payload, end);
                }
            }
            return frame.withPayload(payload);
        });
    }

    private static void question(byte[] text, int within) {
        int from = within;
        while (from > 0 && (text[from] & 0xC0) == 0x80) {
            from--;
        }
        int to = within;
        while (to < text.length && (text[to] & 0xC0) == 0x80) {
            to++;
        }
        Arrays.fill(text, from, to, (byte) '?');
    }

    /** A character that a ping has cut is broken. */
    static Behaviour pingMidwayForgetsCharacter() {
        return input((frame, memory) -> {
            boolean midway = memory.open(frame);
            boolean cut = midway && memory.text && !isWhole(memory);
            if (frame.isControl()) {
                memory.count = frame.is(9) && cut ? 1 : memory.count;
                return List.of(frame);
            }
            boolean broken = frame.is(0) && memory.count > 0 && cut;
            note(frame, memory);
            memory.count = 0;
            return List.of(broken ? frame.withPayload(BAD) : frame);
        });
    }

    /** What a read has cut within a character is broken. */
    static Behaviour characterCutByReadBroken() {
        return eachInput(frame -> {
            boolean text = frame.is(1) && frame.rsv() == 0;
            boolean cut = frame.cuts().stream().anyMatch(at -> (frame.payload()[at] & 0xC0) == 0x80);
            return text && cut ? frame.withPayload(BAD) : frame;
        });
    }

    /** An empty end is not looked at, and what was missing is made up. */
    static Behaviour emptyEndUnchecked() {
        return input((frame, memory) -> {
            boolean midway = memory.open(frame);
            boolean missing =
                    frame.is(0) && frame.fin() && frame.length() == 0 && midway && memory.text && !isWhole(memory);
            byte[] end = missing ? missing(memory) : frame.payload();
            if (!frame.isControl()) {
                note(frame, memory);
            }
            return List.of(missing ? frame.withPayload(end) : frame);
        });
    }

    private static byte[] missing(Memory memory) {
        byte[] all = joined(memory);
        for (int second : new int[] {0x80, 0x90, 0xA0}) {
            for (int more = 1; more <= 3; more++) {
                byte[] end = new byte[more];
                Arrays.fill(end, (byte) 0x80);
                end[0] = (byte) second;
                byte[] both = Arrays.copyOf(all, all.length + more);
                System.arraycopy(end, 0, both, all.length, more);
                if (Utf8.isComplete(Utf8.feed(Utf8.START, both, 0, both.length))) {
                    return end;
                }
            }
        }
        return new byte[0];
    }

    private static void note(Frame frame, Memory memory) {
        if (!frame.is(0)) {
            memory.held.clear();
        }
        if (frame.rsv() == 0) {
            memory.held.add(frame);
        }
    }

    private static boolean isWhole(Memory memory) {
        byte[] all = joined(memory);
        return Utf8.isComplete(Utf8.feed(Utf8.START, all, 0, all.length));
    }

    private static byte[] joined(Memory memory) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        memory.held.forEach(frame -> all.writeBytes(frame.payload()));
        return all.toByteArray();
    }

    static Behaviour messageBehindEmptyLost() {
        return output((frame, memory) -> {
            if (frame.isControl()) {
                return List.of(frame);
            }
            boolean lost = memory.count > 0;
            memory.count = frame.length() == 0 ? 1 : 0;
            return lost ? List.of() : List.of(frame);
        });
    }

    static Behaviour fragmentsNotCleared() {
        return input((frame, memory) -> {
            boolean midway = memory.open(frame);
            if (frame.isControl() || frame.rsv() != 0) {
                return List.of(frame);
            }
            if (!midway && frame.fin() && !frame.is(0)) {
                memory.held.add(frame);
                Frame all = frame.withPayload(joined(memory));
                memory.held.clear();
                return List.of(all);
            }
            note(frame, memory);
            return List.of(frame);
        });
    }

    /** A buffer that was filled further before is sent as far as it was filled then. */
    static Behaviour oldTail(boolean control) {
        return output((frame, memory) -> {
            if (frame.isControl() != control || frame.is(8) || frame.rsv() != 0) {
                return List.of(frame);
            }
            byte[] before = memory.held.isEmpty()
                    ? new byte[0]
                    : memory.held.removeLast().payload();
            byte[] all = Arrays.copyOf(frame.payload(), Math.max(frame.length(), before.length));
            if (before.length > frame.length()) {
                System.arraycopy(before, frame.length(), all, frame.length(), before.length - frame.length());
            }
            Frame sent = frame.withPayload(all);
            memory.held.add(sent);
            return List.of(sent);
        });
    }
}
