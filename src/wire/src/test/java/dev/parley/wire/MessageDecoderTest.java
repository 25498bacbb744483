package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageDecoderTest {
    /** Writes down messages; asserts nothing itself. */
    private static final class Messages implements MessageSink {
        private final List<String> lines = new ArrayList<>();
        private boolean pausing;

        @Override
        public boolean onText(String text) {
            lines.add("text " + text);
            return !pausing;
        }

        @Override
        public boolean onBinary(byte[] bytes) {
            lines.add(Recorder.line("binary", bytes));
            return !pausing;
        }

        @Override
        public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
            lines.add(Recorder.line(opcode.name(), Arrays.copyOfRange(bytes, offset, offset + length)));
            return !pausing;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.parley.wire.Vectors#good")
    void deliversTheSameMessagesHoweverTheyAreCut(Vectors.Good good) throws ProtocolException {
        List<String> expected = expected(good.frames());
        for (Role role : Role.values()) {
            byte[] stream = good.bytesFor(role);
            for (int size = 1; size <= stream.length + 1; size = size < 20 ? size + 1 : size * 2) {
                Messages whole = new Messages();
                feed(MessageDecoder.of(role, Vectors.LIMITS, whole), stream, size, false);
                assertEquals(expected, whole.lines, role + ", reads of " + size);
                Messages buffers = new Messages();
                buffers.pausing = true;
                feed(MessageDecoder.of(role, Vectors.LIMITS, buffers), stream, size, true);
                assertEquals(expected, buffers.lines, role + ", direct buffers of " + size + ", pausing");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.parley.wire.Vectors#bad")
    void failsWithTheSameViolationAtTheSamePlace(Vectors.Bad bad) {
        for (Role role : Role.values()) {
            byte[] stream = bad.bytesFor(role);
            for (int size : new int[] {1, 5, stream.length}) {
                for (boolean direct : new boolean[] {false, true}) {
                    MessageDecoder decoder = MessageDecoder.of(role, Vectors.LIMITS, new Messages());
                    ProtocolException failure =
                            assertThrows(ProtocolException.class, () -> feed(decoder, stream, size, direct));
                    assertEquals(bad.violation(), failure.violation());
                    assertEquals(bad.offset(role), failure.streamOffset());
                    assertThrows(IllegalStateException.class, () -> decoder.decode(new byte[1], 0, 1));
                    assertThrows(IllegalStateException.class, () -> decoder.decode(ByteBuffer.allocate(1)));
                }
            }
        }
    }

    @Test
    void countsTheStreamAndWhatFollowsAClose() throws ProtocolException {
        Messages messages = new Messages();
        MessageDecoder decoder = MessageDecoder.of(Role.CLIENT, Limits.DEFAULT, messages);
        byte[] stream = RawFrame.concat(
                RawFrame.text("a").unmasked(), RawFrame.of(0x88, "").unmasked(), new byte[7]);
        assertEquals(stream.length, decoder.decode(stream, 0, stream.length));
        assertEquals(stream.length, decoder.streamOffset());
        assertEquals(7, decoder.bytesAfterClose());
    }

    @Test
    void boundsAFragmentedMessageThatHasNoOtherLimit() throws ProtocolException {
        Messages messages = new Messages();
        MessageDecoder decoder = MessageDecoder.of(Role.CLIENT, Limits.NONE.withMaxMessagePayload(300_000), messages);
        byte[] first = RawFrame.of(0x02, RawFrame.pattern(200_000)).unmasked();
        byte[] last = RawFrame.of(0x80, RawFrame.pattern(100_000)).unmasked();
        byte[] message = RawFrame.concat(RawFrame.pattern(200_000), RawFrame.pattern(100_000));
        for (int round = 0; round < 2; round++) { // the array that was too large to keep is made anew
            assertEquals(first.length, decoder.decode(first.clone(), 0, first.length));
            assertEquals(last.length, decoder.decode(last.clone(), 0, last.length));
            assertEquals(Recorder.line("binary", message), messages.lines.get(round));
        }
    }

    /** An extension of the test's own: each byte stands for itself, twice; 0xFF is not allowed. */
    private static final class Doubling implements MessageExtension {
        @Override
        public void decode(byte[] bytes, int offset, int length, Output out) throws ProtocolException {
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == -1) {
                    throw new ProtocolException(Violation.INVALID_COMPRESSED_DATA, ProtocolException.UNKNOWN_OFFSET);
                }
                if (!out.accept(new byte[] {0, bytes[i], bytes[i], 0}, 1, 2)) {
                    return;
                }
            }
        }

        @Override
        public void endDecode(Output out) {
            out.accept(new byte[] {'.'}, 0, 1);
        }

        @Override
        public void encode(byte[] bytes, int offset, int length, Output out) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void endEncode(Output out) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void close() {}
    }

    @Nested
    class WithExtension {
        private final Messages messages = new Messages();

        @ParameterizedTest
        @EnumSource(Role.class)
        void decodesMarkedMessagesOnly(Role role) throws ProtocolException {
            byte[] stream = RawFrame.concat(
                    RawFrame.of(0xC1, "ab").bytesFor(role),
                    RawFrame.text("plain").bytesFor(role),
                    RawFrame.of(0x42, new byte[] {1}).bytesFor(role),
                    RawFrame.of(0x89, "").bytesFor(role),
                    RawFrame.of(0x80, new byte[] {2}).bytesFor(role),
                    RawFrame.of(0xC1, "").bytesFor(role));
            feed(MessageDecoder.of(role, Limits.DEFAULT, messages, new Doubling()), stream, 3, false);
            assertEquals(List.of("text aabb.", "text plain", "PING ", "binary 010102022e", "text ."), messages.lines);
        }

        @Test
        void judgesUtf8OnTheDecodedText() {
            assertFails(Violation.INVALID_UTF8, RawFrame.of(0xC1, "aé"), 7); // c3 c3 a9 a9
            assertFails(Violation.INVALID_UTF8, RawFrame.of(0x41, "aé"), 7); // before the last frame
            assertFails(Violation.INVALID_COMPRESSED_DATA, RawFrame.of(0xC1, new byte[] {'a', -1}), 7);
            assertFails(Violation.INVALID_COMPRESSED_DATA, RawFrame.of(0xC2, new byte[] {'a', -1}), 7);
        }

        @Test
        void limitsTheDecodedMessage() {
            Limits limits = Limits.DEFAULT.withMaxMessagePayload(125);
            byte[] stream = RawFrame.of(0xC2, new byte[63]).unmasked();
            MessageDecoder decoder = MessageDecoder.of(Role.CLIENT, limits, messages, new Doubling());
            ProtocolException failure =
                    assertThrows(ProtocolException.class, () -> decoder.decode(stream, 0, stream.length));
            assertEquals(Violation.MESSAGE_TOO_BIG, failure.violation());
            assertEquals(List.of(), messages.lines);
        }

        private void assertFails(Violation violation, RawFrame frame, long offset) {
            byte[] stream = RawFrame.concat(RawFrame.of(0x89, "abc").unmasked(), frame.unmasked());
            MessageDecoder decoder = MessageDecoder.of(Role.CLIENT, Limits.DEFAULT, messages, new Doubling());
            ProtocolException failure =
                    assertThrows(ProtocolException.class, () -> decoder.decode(stream, 0, stream.length));
            assertEquals(violation, failure.violation());
            assertEquals(offset, failure.streamOffset());
        }
    }

    @Nested
    class Text {
        private final TextDecoder decoder = new TextDecoder();

        @Test
        void decodesEveryCodePoint() {
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    continue;
                }
                String text = "a" + Character.toString(c) + "z";
                byte[] bytes = Vectors.utf8(text);
                assertEquals(text, decoder.decode(bytes, 0, bytes.length));
                if (c >= 0x80) {
                    assertNull(decoder.decode(bytes, 0, bytes.length - 2), "a character cut off");
                }
            }
        }

        @Test
        void judgesWhatTheAutomatonJudges() throws CharacterCodingException {
            Random random = new Random(7);
            for (int round = 0; round < 50_000; round++) {
                byte[] bytes = RawFrame.concat(new byte[round % 11], randomBytes(random));
                int damage = random.nextInt(3);
                for (int i = 0; i < damage && bytes.length > 0; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                boolean valid = Utf8.isValid(bytes, 0, bytes.length);
                String text = decoder.decode(bytes, 0, bytes.length);
                assertEquals(valid ? strict(bytes) : null, text, () -> Arrays.toString(bytes));
            }
        }

        @Test
        void refusesWhatIsInvalidAtEveryPlace() {
            for (String bad : List.of(
                    "80",
                    "c0af",
                    "c1bf",
                    "c3",
                    "c328",
                    "e08080",
                    "e282",
                    "e28228",
                    "eda080",
                    "edbfbf",
                    "f08080af",
                    "f08fbfbf",
                    "f09f98",
                    "f09f9841",
                    "f4908080",
                    "f5808080",
                    "f8888080",
                    "ff",
                    "fe")) {
                byte[] bytes = RawFrame.hex(bad);
                for (int before = 0; before < 20; before++) {
                    for (int after = 0; after < 20; after += 19) {
                        byte[] all = RawFrame.concat(
                                Vectors.utf8("x".repeat(before)), bytes, Vectors.utf8("y".repeat(after)));
                        assertNull(decoder.decode(all, 0, all.length), bad + " after " + before);
                    }
                }
            }
        }

        @Test
        void keepsToItsRange() {
            byte[] bytes = Vectors.utf8("éab日é");
            assertEquals("ab日", decoder.decode(bytes, 2, bytes.length - 2));
            assertEquals("", decoder.decode(bytes, 2, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.decode(bytes, 2, bytes.length + 1));
        }

        @Test
        void decodesTextLargerThanWhatItKeeps() {
            String large = "данные ".repeat(30_000);
            byte[] bytes = Vectors.utf8(large);
            assertEquals(large, decoder.decode(bytes, 0, bytes.length));
            assertEquals(large, decoder.decode(bytes, 0, bytes.length));
        }

        private static String strict(byte[] bytes) throws CharacterCodingException {
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return chars.toString();
        }

        private static byte[] randomBytes(Random random) {
            int[] ranges = {0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
            StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(6); words > 0; words--) {
                int range = 2 * random.nextInt(5);
                for (int i = random.nextInt(12); i >= 0; i--) {
                    text.appendCodePoint(ranges[range] + random.nextInt(ranges[range + 1] - ranges[range] + 1));
                }
            }
            return Vectors.utf8(text.toString());
        }
    }

    /** The messages that these frames make, put together the plain way. */
    private static List<String> expected(List<RawFrame> frames) {
        List<String> lines = new ArrayList<>();
        byte[] message = {};
        boolean text = false;
        for (RawFrame frame : frames) {
            byte[] octets = frame.unmasked();
            int opcode = octets[0] & 0x0F;
            if (opcode >= 8) {
                lines.add(Recorder.line(Opcode.control(opcode).name(), frame.payload()));
                if (opcode == 8) {
                    return lines;
                }
                continue;
            }
            if (opcode != 0) {
                message = new byte[0];
                text = opcode == 1;
            }
            message = RawFrame.concat(message, frame.payload());
            if ((octets[0] & 0x80) != 0) {
                lines.add(
                        text
                                ? "text " + new String(message, StandardCharsets.UTF_8)
                                : Recorder.line("binary", message));
            }
        }
        return lines;
    }

    private static void feed(MessageDecoder decoder, byte[] stream, int size, boolean direct) throws ProtocolException {
        byte[] pending = {};
        for (int from = 0; from < stream.length; from += size) {
            byte[] read = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size));
            byte[] all = RawFrame.concat(pending, read);
            int position = 0;
            int before;
            do {
                before = position;
                if (direct) {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(all.length)
                            .put(all)
                            .flip()
                            .position(position);
                    decoder.decode(buffer);
                    position = buffer.position();
                } else {
                    position = decoder.decode(all, position, all.length);
                }
            } while (position != before);
            pending = Arrays.copyOfRange(all, position, all.length);
            assertFalse(pending.length >= FrameHeader.MAX_SIZE, "a header at most is left over");
        }
    }
}
