package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartsTest {
    static Stream<String> texts() {
        return Stream.of("", "a", "héllo", "😀", "a😀é漢😀z", "\u0000\uFFFF", "x".repeat(1023), "😀".repeat(600));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void joinsEverySplitIntoThree(String text) {
        TextAssembler assembler = new TextAssembler();
        int step = Math.max(1, text.length() / 12);
        for (int i = 0; i <= text.length(); i += step) {
            for (int j = i; j <= text.length(); j += step) {
                assembler.add(text.substring(0, i));
                assembler.add(text.substring(i, j));
                assembler.add(text.substring(j));
                assertEquals(text.getBytes(StandardCharsets.UTF_8).length, assembler.bytes());
                assertEquals(text, assembler.finish());
                assertEquals(0, assembler.bytes());
            }
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void joinsPartsOfAnyLength(int seed) {
        Random random = new Random(seed);
        TextAssembler assembler = new TextAssembler();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            String part = String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(random.nextInt(1, 3000)));
            all.append(part);
            assembler.add(part);
        }
        assertEquals(all.length(), assembler.bytes());
        assertEquals(all.toString(), assembler.finish());
    }

    @Test
    void holdsLittleBesideTheTextHoweverSmallTheParts() {
        // 4 million parts as lists of strings would take more than the heap that holds 16 million characters.
        TextAssembler assembler = new TextAssembler();
        for (int i = 0; i < 4_000_000; i++) {
            assembler.add("");
        }
        for (int i = 0; i < 100_000; i++) {
            assembler.add("x");
        }
        assertEquals(100_000, assembler.finish().length());
    }

    @Nested
    class OfPings {
        private final Pings pings = new Pings();

        @Test
        void measuresFromItsSendingOnce() {
            ByteBuffer ping = pings.next(1, 1_000);
            assertEquals(Optional.of(Duration.ofNanos(500)), pings.answered(ping, 1_500));
            assertEquals(Optional.empty(), pings.answered(ping, 1_600), "a doubled pong");
        }

        @Test
        void ignoresForgedPongs() {
            ByteBuffer ping = pings.next(1, 1_000);
            ByteBuffer forged = ByteBuffer.allocate(16).putLong(1).putLong(999).flip();
            assertEquals(Optional.empty(), pings.answered(forged, 1_500));
            assertEquals(Optional.empty(), pings.answered(ByteBuffer.allocate(0), 1_500));
            assertEquals(Optional.empty(), pings.answered(ping.duplicate().limit(15), 1_500));
            assertTrue(pings.answered(ping, 1_500).isPresent());
        }

        @Test
        void answersInAnyOrder() {
            List<ByteBuffer> sent =
                    IntStream.range(0, 8).mapToObj(i -> pings.next(i, i * 100L)).toList();
            for (int i : new int[] {7, 0, 3, 4, 1, 6, 2, 5}) {
                assertEquals(Optional.of(Duration.ofNanos(1000 - i * 100L)), pings.answered(sent.get(i), 1000));
            }
        }

        @Test
        void forgetsTheOldestOfMoreThanEight() {
            List<ByteBuffer> sent =
                    IntStream.range(0, 9).mapToObj(i -> pings.next(i, i)).toList();
            assertEquals(Optional.empty(), pings.answered(sent.get(0), 1000));
            assertTrue(pings.answered(sent.get(1), 1000).isPresent());
        }

        @Test
        void leavesThePayloadUnread() {
            ByteBuffer ping = pings.next(1, 2);
            pings.answered(ping, 3);
            assertEquals(16, ping.remaining());
        }

        @Test
        void takesNoTimeForNegative() {
            assertEquals(Optional.of(Duration.ZERO), pings.answered(pings.next(1, 100), 50));
        }
    }
}
