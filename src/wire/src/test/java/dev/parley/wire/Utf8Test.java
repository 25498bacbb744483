package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 8.1 and RFC 3629, against the strict decoder of the JDK. */
class Utf8Test {
    @Test
    void acceptsEveryCodePointAndEachOfItsPrefixesAsIncomplete() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
            assertTrue(Utf8.isValid(bytes, 0, bytes.length), () -> Arrays.toString(bytes));
            for (int end = 1; end < bytes.length; end++) {
                long state = Utf8.feed(Utf8.START, bytes, 0, end);
                assertFalse(Utf8.isComplete(state), "a prefix is not complete");
                assertFalse(state == Utf8.INVALID, "a prefix is not invalid");
                assertEquals(Utf8.START, Utf8.feed(state, bytes, end, bytes.length));
            }
        }
    }

    @Test
    void judgesEveryPairAndManyTriplesAndQuadruplesAsTheJdkDoes() {
        byte[] bytes = new byte[4];
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                bytes[0] = (byte) a;
                bytes[1] = (byte) b;
                assertJudgedAsByJdk(bytes, 2);
                for (int c = 0x7F; c < 256; c += 0x10) {
                    bytes[2] = (byte) c;
                    assertJudgedAsByJdk(bytes, 3);
                    bytes[3] = (byte) 0xBF;
                    assertJudgedAsByJdk(bytes, 4);
                    bytes[3] = (byte) 0x80;
                    assertJudgedAsByJdk(bytes, 4);
                    bytes[3] = (byte) 0xC0;
                    assertJudgedAsByJdk(bytes, 4);
                }
            }
        }
    }

    @Test
    void judgesRandomTextWithRandomDamageAsTheJdkDoes() {
        Random random = new Random(6455);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = randomText(random);
            for (int damage = random.nextInt(3); damage > 0 && bytes.length > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertJudgedAsByJdk(bytes, bytes.length);
        }
    }

    @Test
    void findsTheSameStateHoweverTheTextIsCut() {
        Random random = new Random(3629);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = randomText(random);
            long whole = Utf8.feed(Utf8.START, bytes, 0, bytes.length);
            int cut = random.nextInt(bytes.length + 1);
            long head = Utf8.feed(Utf8.START, bytes, 0, cut);
            assertEquals(whole, Utf8.feed(head, bytes, cut, bytes.length));
        }
    }

    @Test
    void staysInvalid() {
        byte[] bytes = "\u00ff".repeat(50).concat("ASCII".repeat(50)).getBytes(StandardCharsets.UTF_8);
        long state = Utf8.feed(Utf8.START, new byte[] {(byte) 0xFF}, 0, 1);
        assertEquals(Utf8.INVALID, state);
        assertEquals(Utf8.INVALID, Utf8.feed(state, bytes, 0, bytes.length));
        assertEquals(Utf8.INVALID, Utf8.feed(state, new byte[100], 0, 100), "ASCII after it does not help");
    }

    @Test
    void tellsAsciiFromOtherAtEveryPlaceOfEveryLength() {
        for (int length = 0; length <= 80; length++) {
            byte[] bytes = new byte[length + 4];
            Arrays.fill(bytes, (byte) 0x7F);
            bytes[1] = (byte) 0x80; // outside of the range
            bytes[length + 2] = (byte) 0x80;
            assertEquals(0, Utf8.highBits(bytes, 2, length + 2), "length " + length);
            for (int at = 2; at < length + 2; at++) {
                bytes[at] = (byte) 0x80;
                assertTrue(Utf8.highBits(bytes, 2, length + 2) != 0, "length " + length + ", byte " + at);
                bytes[at] = 0x7F;
            }
        }
    }

    @Test
    void pointsToTheByteThatMadeTheTextInvalid() {
        byte[] bytes = RawFrame.hex("41 e2 82 ac 42 ed a0 80");
        assertEquals(6, Utf8.indexOfInvalid(Utf8.START, bytes, 0, 8));
        assertEquals(6, Utf8.indexOfInvalid(Utf8.START, bytes, 1, 8));
        assertEquals(5, Utf8.indexOfInvalid(Utf8.START, bytes, 0, 5), "to, if there is none");
        assertEquals(2, Utf8.indexOfInvalid(Utf8.START, bytes, 2, 5), "a lone continuation byte");
        assertEquals(0, Utf8.indexOfInvalid(Utf8.feed(Utf8.START, bytes, 1, 3), bytes, 0, 5), "41 cannot follow e2 82");
    }

    @Test
    void refusesARangeOutsideTheArray() {
        assertThrows(IndexOutOfBoundsException.class, () -> Utf8.feed(Utf8.START, new byte[40], 0, 41));
        assertThrows(IndexOutOfBoundsException.class, () -> Utf8.indexOfInvalid(Utf8.START, new byte[4], 3, 5));
    }

    private static void assertJudgedAsByJdk(byte[] bytes, int length) {
        CharsetDecoder jdk = StandardCharsets.UTF_8.newDecoder(); // reports malformed input
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CoderResult result = jdk.decode(in, CharBuffer.allocate(length), false);
        boolean invalid = result.isError();
        boolean complete = !invalid && !in.hasRemaining();
        long state = Utf8.feed(Utf8.START, bytes, 0, length);
        assertEquals(complete, Utf8.isComplete(state), () -> "complete: " + Arrays.toString(bytes) + length);
        if (invalid) {
            assertEquals(Utf8.INVALID, state, () -> Arrays.toString(bytes) + length);
            int end = in.position() + result.length();
            assertTrue(Utf8.indexOfInvalid(Utf8.START, bytes, 0, length) <= end);
        } else if (state == Utf8.INVALID) {
            // The JDK may wait for more bytes where no continuation can help: then its own verdict on more is an error.
            byte[] padded = Arrays.copyOf(Arrays.copyOf(bytes, length), length + 4);
            Arrays.fill(padded, length, length + 4, (byte) 0x80);
            assertTrue(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(padded), CharBuffer.allocate(99), true)
                    .isError());
        }
    }

    private static byte[] randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(12);
        for (int w = 0; w < words; w++) {
            int[] ranges = {0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
            int range = 2 * random.nextInt(5);
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.appendCodePoint(ranges[range] + random.nextInt(ranges[range + 1] - ranges[range] + 1));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
