package dev.parley.hub.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
    @Nested
    class Texts {
        static Stream<String> texts() {
            return Stream.of(
                    "",
                    "a",
                    "\u0000\u007f",
                    "\u0080\u07ff",
                    "\u0800\ud7ff\ue000\uffff",
                    "\ud800\udc00\udbff\udfff",
                    "aé€🙂".repeat(1000),
                    "{\"type\":\"message\",\"text\":\"Zoë 🙂\"}");
        }

        @ParameterizedTest
        @MethodSource("texts")
        void countAsManyBytesAsTheirUtf8Form(String text) {
            Outbound.Text message = Outbound.Text.of(text);
            assertEquals(text.getBytes(UTF_8).length + Outbound.OVERHEAD, message.size());
            assertEquals(text, message.text());
        }

        @ParameterizedTest
        @MethodSource("texts")
        void countTheSameInPartsWhereverTheyAreCut(String text) {
            for (int i = 0; i <= text.length(); i += 1 + text.length() / 64) {
                assertEquals(
                        text.getBytes(UTF_8).length,
                        Outbound.Text.utf8Length(text.substring(0, i)) + Outbound.Text.utf8Length(text.substring(i)));
            }
        }

        @Test
        void countEveryCodePointRight() {
            for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
                if (Character.getType(codePoint) != Character.SURROGATE) {
                    String text = Character.toString(codePoint);
                    assertEquals(text.getBytes(UTF_8).length, Outbound.Text.utf8Length(text));
                }
            }
        }
    }

    @Nested
    class Buffers {
        static List<Function<ByteBuffer, Outbound>> kinds() {
            return List.of(Outbound.Binary::of, Outbound.Ping::new);
        }

        private static ByteBuffer payload(Outbound message) {
            return message instanceof Outbound.Binary binary ? binary.bytes() : ((Outbound.Ping) message).payload();
        }

        @ParameterizedTest
        @MethodSource("kinds")
        void staysWholeWhenATransportReadsIt(Function<ByteBuffer, Outbound> kind) {
            Outbound message = kind.apply(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            int size = message.size();
            for (int i = 0; i < 2; i++) { // two connections send the same message
                byte[] sent = new byte[payload(message).remaining()];
                ByteBuffer reading = payload(message);
                reading.get(sent);
                assertArrayEquals(new byte[] {1, 2, 3}, sent);
                assertTrue(payload(message).hasArray());
            }
            assertEquals(3 + Outbound.OVERHEAD, size);
            assertEquals(size, message.size());
        }

        @ParameterizedTest
        @MethodSource("kinds")
        void staysWholeWhenItsMakerReadsOn(Function<ByteBuffer, Outbound> kind) {
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1);
            Outbound message = kind.apply(bytes);
            bytes.position(4);
            assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), payload(message));
            assertEquals(3 + Outbound.OVERHEAD, message.size());
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 125})
        void takesAPingOf(int length) {
            assertEquals(length + Outbound.OVERHEAD, new Outbound.Ping(ByteBuffer.allocate(length)).size());
        }

        @Test
        void refusesAPingThatNoFrameCanHold() { // RFC 6455 5.5: 125 bytes or less
            assertThrows(IllegalArgumentException.class, () -> new Outbound.Ping(ByteBuffer.allocate(126)));
        }
    }

    @Nested
    class Closes {
        /** A reason, and how many of its UTF-16 units are kept. */
        record Reason(String name, String given, int kept) {
            @Override
            public String toString() {
                return name;
            }
        }

        static Stream<Reason> reasons() {
            return Stream.of(
                    new Reason("nothing", "", 0),
                    new Reason("123 bytes of ASCII", "x".repeat(123), 123),
                    new Reason("124 bytes of ASCII", "x".repeat(124), 123),
                    new Reason("123 bytes that end with a pair", "x".repeat(119) + "🙂", 121),
                    new Reason("a pair over the end by 1", "x".repeat(120) + "🙂", 120),
                    new Reason("a pair over the end by 2", "x".repeat(121) + "🙂", 121),
                    new Reason("a pair over the end by 3", "x".repeat(122) + "🙂", 122),
                    new Reason("a pair right after the end", "x".repeat(123) + "🙂", 123),
                    new Reason("a character of 2 over the end", "x".repeat(122) + "é", 122),
                    new Reason("a character of 3 over the end", "x".repeat(121) + "€", 121),
                    new Reason("what would fit behind one that does not", "x".repeat(121) + "€y", 121),
                    new Reason("long", "é".repeat(1_000_000), 61));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("reasons")
        void cutsReasonAtAWholeCharacter(Reason reason) { // RFC 6455 5.5.1: 125 bytes less the code
            Outbound.Close close = new Outbound.Close(1000, reason.given());
            assertEquals(reason.given().substring(0, reason.kept()), close.reason());
            assertTrue(close.reason().getBytes(UTF_8).length <= Outbound.Close.MAX_REASON);
            assertEquals(1000, close.code());
            assertEquals(Outbound.OVERHEAD, close.size());
        }
    }
}
