package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guard alone, on bytes written by hand, cut in every way in which the network can cut them. */
final class FrameGuardTest {
    private static final long LONGEST = 1 << 20;
    private static final String KEY = "01 02 03 04";

    /** What the engine sees: the payload unmasked. */
    record Seen(boolean fin, int opcode, String payload) {}

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Feeds the bytes in reads that end at each of {@code ends}. */
    private static byte[] pass(FrameGuard guard, byte[] bytes, int... ends) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        for (int to : ends) {
            ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
            for (ByteBuffer piece = guard.next(in); piece != null; piece = guard.next(in)) {
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                out.writeBytes(copy);
            }
            assertEquals(0, in.remaining(), "bytes left over");
            from = to;
        }
        return out.toByteArray();
    }

    /** An independent reader of frames, for well-formed input only. */
    private static List<Seen> frames(byte[] bytes) {
        List<Seen> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            int b0 = in.get() & 0xFF;
            int b1 = in.get() & 0xFF;
            assertTrue((b1 & 0x80) != 0, "not masked");
            long length = b1 & 0x7F;
            length = length == 126 ? in.getShort() & 0xFFFF : length == 127 ? in.getLong() : length;
            byte[] key = new byte[4];
            in.get(key);
            byte[] payload = new byte[(int) length];
            in.get(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= key[i % 4];
            }
            frames.add(new Seen((b0 & 0x80) != 0, b0 & 0x7F, HexFormat.of().formatHex(payload)));
        }
        return frames;
    }

    record Frames(String name, String bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Frames> innocent() {
        return Stream.of(
                new Frames("masked text Hello (5.7)", "81 85 37fa213d 7f9f4d5158"),
                new Frames("empty text", "81 80" + KEY),
                new Frames("ping and pong", "89 82" + KEY + "aabb 8a80" + KEY),
                new Frames("fragments with a ping between", "01 81" + KEY + "40 89 80" + KEY + "80 81" + KEY + "41"),
                new Frames("three fragments", "02 81" + KEY + "40 00 80" + KEY + "80 81" + KEY + "41"),
                new Frames("126 bytes", "82 fe 007e" + KEY + "00".repeat(126)),
                new Frames("control of 125 bytes", "89 fd" + KEY + "00".repeat(125)),
                new Frames("many small", ("81 81" + KEY + "40").repeat(40)),
                new Frames("close with code", "81 80" + KEY + "88 82" + KEY + "02ea"),
                new Frames("close without code", "88 80" + KEY));
    }

    @ParameterizedTest
    @MethodSource("innocent")
    void passesSmallFramesUntouched(Frames stream) {
        byte[] bytes = hex(stream.bytes());
        for (int split = 0; split <= bytes.length; split++) {
            FrameGuard guard = new FrameGuard(LONGEST);
            assertArrayEquals(bytes, pass(guard, bytes, split, bytes.length), "split at " + split);
            assertEquals(Optional.empty(), guard.violation());
        }
        FrameGuard guard = new FrameGuard(LONGEST);
        int[] each = java.util.stream.IntStream.rangeClosed(1, bytes.length).toArray();
        assertArrayEquals(bytes, pass(guard, bytes, each), "byte by byte");
    }

    record Bad(FrameViolation violation, String bytes) {
        @Override
        public String toString() {
            return violation + " " + bytes;
        }
    }

    static Stream<Bad> bad() {
        return Stream.of(
                new Bad(FrameViolation.UNMASKED_FRAME, "81 05 48656c6c6f"),
                new Bad(FrameViolation.UNMASKED_FRAME, "89 00"),
                new Bad(FrameViolation.RESERVED_BITS, "c1 80" + KEY),
                new Bad(FrameViolation.RESERVED_BITS, "a1 80" + KEY),
                new Bad(FrameViolation.RESERVED_BITS, "91 80" + KEY),
                new Bad(FrameViolation.RESERVED_BITS, "c9 80" + KEY),
                new Bad(FrameViolation.RESERVED_OPCODE, "83 80" + KEY),
                new Bad(FrameViolation.RESERVED_OPCODE, "87 80" + KEY),
                new Bad(FrameViolation.RESERVED_OPCODE, "8b 80" + KEY),
                new Bad(FrameViolation.RESERVED_OPCODE, "8f 80" + KEY),
                new Bad(FrameViolation.FRAGMENTED_CONTROL_FRAME, "09 80" + KEY),
                new Bad(FrameViolation.FRAGMENTED_CONTROL_FRAME, "08 82" + KEY + "02ea"),
                new Bad(FrameViolation.OVERSIZED_CONTROL_FRAME, "89 fe 007e" + KEY),
                new Bad(FrameViolation.OVERSIZED_CONTROL_FRAME, "8a fe 0001" + KEY),
                new Bad(FrameViolation.OVERSIZED_CONTROL_FRAME, "88 ff 8000000000000000" + KEY),
                new Bad(FrameViolation.CLOSE_WITHOUT_CODE, "88 81" + KEY + "02"),
                new Bad(FrameViolation.LENGTH_NOT_MINIMAL, "82 fe 007d" + KEY),
                new Bad(FrameViolation.LENGTH_NOT_MINIMAL, "82 fe 0000" + KEY),
                new Bad(FrameViolation.LENGTH_NOT_MINIMAL, "82 ff 000000000000ffff" + KEY),
                new Bad(FrameViolation.LENGTH_TOP_BIT, "82 ff 8000000000000001" + KEY),
                new Bad(FrameViolation.LENGTH_TOP_BIT, "82 ff ffffffffffffffff" + KEY),
                new Bad(FrameViolation.FRAME_TOO_BIG, "82 ff 0000000000100001" + KEY),
                new Bad(FrameViolation.FRAME_TOO_BIG, "82 ff 7fffffffffffffff" + KEY),
                new Bad(FrameViolation.UNEXPECTED_CONTINUATION, "80 80" + KEY),
                new Bad(FrameViolation.UNEXPECTED_CONTINUATION, "00 80" + KEY),
                new Bad(FrameViolation.UNFINISHED_MESSAGE, "01 80" + KEY + "81 80" + KEY),
                new Bad(FrameViolation.UNFINISHED_MESSAGE, "01 80" + KEY + "89 80" + KEY + "82 80" + KEY));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void putsCloseFrameInPlaceOfFrameThatBreaksRule(Bad bad) {
        byte[] before = hex("81 81" + KEY + "40");
        byte[] bytes = concat(before, hex(bad.bytes()), hex("81 81" + KEY + "99"));
        for (int split = 0; split <= bytes.length; split++) {
            FrameGuard guard = new FrameGuard(LONGEST);
            List<Seen> seen = frames(pass(guard, bytes, split, bytes.length));
            assertEquals(Optional.of(bad.violation()), guard.violation(), "split at " + split);
            assertTrue(guard.isClosed());
            assertEquals(new Seen(true, 1, "41"), seen.get(0));
            Seen last = seen.get(seen.size() - 1);
            assertEquals(8, last.opcode());
            assertTrue(
                    last.payload().startsWith("%04x".formatted(bad.violation().closeCode())), last.payload());
            assertEquals(1, seen.stream().filter(frame -> frame.opcode() == 8).count());
        }
    }

    @Test
    void passesNothingAfterCloseFrameOfClient() {
        FrameGuard guard = new FrameGuard(LONGEST);
        byte[] close = hex("88 82" + KEY + "02ea");
        byte[] bytes = concat(close, hex("81 05 aabbccddee"));
        for (int split = 0; split <= bytes.length; split++) {
            guard = new FrameGuard(LONGEST);
            assertArrayEquals(close, pass(guard, bytes, split, bytes.length));
            assertTrue(guard.isClosed());
            assertEquals(Optional.empty(), guard.violation());
        }
    }

    @Test
    void isNotClosedBeforeCloseFrameIsWhole() {
        FrameGuard guard = new FrameGuard(LONGEST);
        byte[] close = hex("88 82" + KEY + "02ea");
        pass(guard, close, close.length - 1);
        assertFalse(guard.isClosed());
    }

    static Stream<Integer> lengths() {
        return Stream.of(1024, 1025, 1026, 1027, 1028, 65_535, 65_536, 65_537, 200_001);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void cutsLargeFrameIntoContinuationsOfTheSamePayload(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        byte[] frame = concat(
                length > 65_535 ? hex("82 ff" + "%016x".formatted(length)) : hex("82 fe" + "%04x".formatted(length)),
                hex(KEY),
                masked(payload));
        byte[] bytes = concat(frame, hex("81 81" + KEY + "40"));
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            int[] ends = random.ints(7, 0, bytes.length).sorted().toArray();
            ends[6] = bytes.length;
            FrameGuard guard = new FrameGuard(LONGEST);
            List<Seen> seen = frames(pass(guard, bytes, ends));
            assertEquals(new Seen(true, 1, "41"), seen.remove(seen.size() - 1));
            assertEquals(2, seen.get(0).opcode());
            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(i == seen.size() - 1, seen.get(i).fin(), "FIN of piece " + i);
                assertEquals(i == 0 ? 2 : 0, seen.get(i).opcode(), "opcode of piece " + i);
                assertTrue(seen.get(i).payload().length() <= 2 * FrameGuard.PIECE);
                whole.append(seen.get(i).payload());
            }
            assertEquals(HexFormat.of().formatHex(payload), whole.toString());
        }
    }

    @Test
    void leavesUnfinishedFragmentUnfinishedAfterCutting() {
        byte[] first = concat(hex("01 fe 2000" + KEY), masked(new byte[0x2000]));
        byte[] bytes = concat(first, hex("80 81" + KEY + "40"));
        FrameGuard guard = new FrameGuard(LONGEST);
        List<Seen> seen = frames(pass(guard, bytes, 100, 3000, bytes.length));
        assertEquals(1, seen.stream().filter(Seen::fin).count());
        assertEquals(new Seen(true, 0, "41"), seen.get(seen.size() - 1));
    }

    @Test
    void passesPieceOfLargeFrameBeforeTheRestIsThere() {
        FrameGuard guard = new FrameGuard(LONGEST);
        byte[] begin = concat(hex("82 ff 0000000000080000" + KEY), masked(hex("aabbccddee")));
        assertEquals(List.of(new Seen(false, 2, "aabbccddee")), frames(pass(guard, begin, begin.length)));
    }

    @Test
    void letsCallerStopAmongManySmallFrames() {
        byte[] bytes = hex(("81 81" + KEY + "40").repeat(5000));
        FrameGuard guard = new FrameGuard(LONGEST);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int parcels = 0;
        for (ByteBuffer piece = guard.next(in); piece != null; piece = guard.next(in)) {
            assertTrue(piece.remaining() < FrameGuard.PARCEL + 7);
            parcels++;
        }
        assertEquals(bytes.length / FrameGuard.PARCEL + 1, parcels);
    }

    @Test
    void keepsEverySentenceWithinCloseFrame() {
        for (FrameViolation violation : FrameViolation.values()) {
            assertTrue(violation.sentence().length() <= 123, violation.sentence());
        }
    }

    private static byte[] masked(byte[] payload) {
        byte[] key = hex(KEY);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= key[i % 4];
        }
        return masked;
    }
}
