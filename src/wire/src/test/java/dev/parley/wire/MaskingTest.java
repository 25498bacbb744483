package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Masking beside the sentence of 5.3, octet by octet, at the lengths where the loops begin, turn and end. */
class MaskingTest {
    private static final int KEY = 0x37fa213d;
    private static final int MARGIN = 9;

    static IntStream lengths() {
        return IntStream.concat(
                IntStream.rangeClosed(0, 300),
                IntStream.of(1023, 1024, 1025, 1040, 1152, 1153, 1279, 1280, 1460, 8191, 8192, 8193, 9217, 17000));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void isTheXorOfSection53(int length) {
        for (int from = 0; from < MARGIN; from++) {
            byte[] plain = RawFrame.pattern(length + 2 * MARGIN);
            byte[] expected = byteByByte(plain, from, from + length);
            byte[] inPlace = plain.clone();
            Masking.apply(inPlace, from, from + length, Masking.mask(KEY));
            assertArrayEquals(expected, inPlace, "from " + from);
            byte[] text = plain.clone();
            Masking.applyToText(text, from, from + length, Masking.mask(KEY));
            assertArrayEquals(expected, text, "text from " + from);
            byte[] copy = new byte[plain.length];
            Masking.copy(plain, from, copy, from, length, Masking.mask(KEY));
            assertArrayEquals(
                    Arrays.copyOfRange(expected, from, from + length), Arrays.copyOfRange(copy, from, from + length));
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void tellsWhereverOneByteIsNotAscii(int length) {
        byte[] bytes = new byte[length];
        long mask = Masking.mask(0x01020304); // keeps ASCII ASCII
        assertEquals(0, Masking.applyToText(bytes, 0, length, mask));
        int step = Math.max(1, length / 300);
        for (int at = 0; at < length; at += step) {
            Arrays.fill(bytes, (byte) 'a');
            bytes[at] |= (byte) 0x80;
            assertNotEquals(0, Masking.applyToText(bytes, 0, length, mask), "byte " + at);
        }
    }

    @Test
    void goesOnAnywhereWithTheMaskAdvanced() {
        byte[] plain = RawFrame.pattern(40);
        byte[] expected = byteByByte(plain, 0, plain.length);
        for (int cut = 0; cut <= plain.length; cut++) {
            byte[] bytes = plain.clone();
            long mask = Masking.mask(KEY);
            Masking.apply(bytes, 0, cut, mask);
            Masking.apply(bytes, cut, bytes.length, Masking.advance(mask, cut));
            assertArrayEquals(expected, bytes, "cut at " + cut);
        }
    }

    private static byte[] byteByByte(byte[] bytes, int from, int to) {
        byte[] masked = bytes.clone();
        for (int i = from; i < to; i++) {
            masked[i] ^= (byte) (KEY >>> (24 - 8 * ((i - from) % 4)));
        }
        return masked;
    }
}
