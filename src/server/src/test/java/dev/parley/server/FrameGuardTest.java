package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Limits;
import dev.parley.wire.Violation;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard alone, on bytes written by hand, cut in every way in which the network can cut them. */
final class FrameGuardTest {
    private static final int LONGEST = 1 << 20;
    private static final Limits LIMITS = new Limits(LONGEST, LONGEST, 1000);
    private static final String KEY = "01 02 03 04";

    /** A frame as the engine sees it. */
    record Seen(int b0, String payload) {
        boolean isFinal() {
            return (b0 & 0x80) != 0;
        }
    }

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

    /** An engine that keeps what it is given; it stops the guard after each frame if it is told to. */
    private static final class Engine implements FrameGuard.Receiver {
        final List<Seen> seen = new ArrayList<>();
        Optional<String> close = Optional.empty();
        Optional<Violation> violation = Optional.empty();
        private final FrameGuard guard = new FrameGuard(LIMITS, Optional.empty(), this);
        private final boolean stops;
        private int parts;

        Engine(boolean stops) {
            this.stops = stops;
        }

        /** Feeds copies of the bytes, in reads that end at each of {@code ends}; returns itself. */
        Engine feed(byte[] bytes, int... ends) {
            int from = 0;
            for (int to : ends) {
                byte[] read = new byte[3 + to - from]; // what stands around the read must stay as it is
                System.arraycopy(bytes, from, read, 2, to - from);
                ByteBuffer in = ByteBuffer.wrap(read, 2, to - from);
                int calls = 0;
                while (in.hasRemaining()) {
                    int before = parts;
                    guard.pass(in);
                    assertTrue(!stops || parts <= before + 2, "went on though it was stopped");
                    assertTrue(calls++ <= bytes.length, "does not come to an end");
                }
                assertEquals(0, read[0] | read[1] | read[read.length - 1], "wrote around the read");
                from = to;
            }
            return this;
        }

        @Override
        public boolean onFrame(ByteBuffer frame) {
            parts++;
            int b0 = frame.get() & 0xFF;
            int b1 = frame.get() & 0xFF;
            long length = b1 == 126 ? frame.getShort() & 0xFFFF : b1 == 127 ? frame.getLong() : b1;
            assertTrue(b1 <= 127, "masked");
            assertEquals(frame.remaining(), length, "length");
            assertTrue(length <= FrameGuard.PIECE, length + " bytes at once");
            byte[] payload = new byte[(int) length];
            frame.get(payload);
            seen.add(new Seen(b0, HexFormat.of().formatHex(payload)));
            return !stops;
        }

        @Override
        public void onClose(Optional<Integer> code, ByteBuffer reason) {
            byte[] text = new byte[reason.remaining()];
            reason.get(text);
            assertTrue(close.isEmpty(), "a second close");
            close = Optional.of(
                    code.map(String::valueOf).orElse("") + HexFormat.of().formatHex(text));
        }

        @Override
        public void onViolation(Violation rule) {
            assertTrue(violation.isEmpty(), "a second violation");
            violation = Optional.of(rule);
        }

        /** What was seen, with the frames of each message joined; control frames between them come first. */
        List<Seen> messages() {
            List<Seen> messages = new ArrayList<>();
            StringBuilder payload = new StringBuilder();
            int opcode = 0;
            for (Seen frame : seen) {
                if ((frame.b0() & 8) != 0) {
                    messages.add(frame);
                    continue;
                }
                boolean continues = (frame.b0() & 0xF) == 0;
                assertEquals(opcode != 0, continues, "continuation " + seen);
                opcode = continues ? opcode : frame.b0() & 0x7F;
                payload.append(frame.payload());
                if (frame.isFinal()) {
                    messages.add(new Seen(0x80 | opcode, payload.toString()));
                    opcode = 0;
                    payload.setLength(0);
                }
            }
            if (opcode != 0) {
                messages.add(new Seen(opcode, payload.toString()));
            }
            return messages;
        }
    }

    record Frames(String name, String bytes, List<Seen> seen, String close) {
        Frames(String name, String bytes, Seen... seen) {
            this(name, bytes, List.of(seen), "none");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Frames> innocent() {
        Seen ping = new Seen(0x89, "");
        Seen small = new Seen(0x81, "41");
        String zeros = "00".repeat(126);
        return Stream.of(
                new Frames("masked text Hello (5.7)", "81 85 37fa213d 7f9f4d5158", new Seen(0x81, "48656c6c6f")),
                new Frames("empty text", "81 80" + KEY, new Seen(0x81, "")),
                new Frames(
                        "ping and pong", "89 82" + KEY + "aabb 8a80" + KEY, new Seen(0x89, "abb9"), new Seen(0x8a, "")),
                new Frames(
                        "fragments with a ping between",
                        "01 81" + KEY + "40 89 80" + KEY + "80 81" + KEY + "41",
                        ping,
                        new Seen(0x81, "4140")),
                new Frames(
                        "three fragments",
                        "02 81" + KEY + "40 00 80" + KEY + "80 81" + KEY + "41",
                        new Seen(0x82, "4140")),
                new Frames(
                        "126 bytes",
                        "82 fe 007e 00000000" + zeros + "81 81" + KEY + "40",
                        new Seen(0x82, zeros),
                        small),
                new Frames(
                        "control of 125 bytes", "89 fd 00000000" + "00".repeat(125), new Seen(0x89, "00".repeat(125))),
                new Frames(
                        "many small",
                        ("81 81" + KEY + "40").repeat(40),
                        IntStream.range(0, 40).mapToObj(i -> small).toArray(Seen[]::new)),
                new Frames("character of four bytes", "81 84 00000000 f09f9880", new Seen(0x81, "f09f9880")),
                new Frames(
                        "close with code and reason",
                        "81 81" + KEY + "40 88 83 00000000 03e841",
                        List.of(small),
                        "100041"),
                new Frames("close without code", "88 80" + KEY, List.of(), ""),
                new Frames(
                        "close in a message, and more",
                        "01 81" + KEY + "40 88 82 00000000 0fa0 81 05 ff",
                        List.of(new Seen(1, "41")),
                        "4000"));
    }

    @ParameterizedTest
    @MethodSource("innocent")
    void passesMessagesHoweverTheyAreCut(Frames row) {
        byte[] bytes = hex(row.bytes());
        List<int[]> cuts = new ArrayList<>();
        IntStream.rangeClosed(0, bytes.length).forEach(split -> cuts.add(new int[] {split, bytes.length}));
        cuts.add(IntStream.rangeClosed(1, bytes.length).toArray());
        for (boolean stops : List.of(true, false)) {
            for (int[] ends : cuts) {
                Engine engine = new Engine(stops).feed(bytes, ends);
                assertEquals(row.seen(), engine.messages(), "read up to " + ends[0]);
                assertEquals(row.close(), engine.close.orElse("none"));
                assertEquals(Optional.empty(), engine.violation);
            }
        }
    }

    @Test
    void takesBufferWithoutArrayAsWell() {
        byte[] bytes = hex("81 85 37fa213d 7f9f4d5158 81 81" + KEY + "40 81");
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        for (boolean stops : List.of(true, false)) {
            Engine engine = new Engine(stops);
            direct.rewind();
            while (direct.hasRemaining()) {
                engine.guard.pass(direct);
            }
            engine.feed(hex("81" + KEY + "40"), 6);
            assertEquals(
                    List.of(new Seen(0x81, "48656c6c6f"), new Seen(0x81, "41"), new Seen(0x81, "41")), engine.seen);
        }
    }

    record Bad(Violation violation, String bytes) {}

    static Stream<Bad> bad() {
        return Stream.of(
                new Bad(Violation.UNMASKED_CLIENT_FRAME, "81 05 48656c6c6f"),
                new Bad(Violation.UNMASKED_CLIENT_FRAME, "89 00"),
                new Bad(Violation.RESERVED_BIT, "c1 80" + KEY),
                new Bad(Violation.RESERVED_BIT, "a1 80" + KEY),
                new Bad(Violation.RESERVED_BIT, "91 80" + KEY),
                new Bad(Violation.RESERVED_BIT, "c9 80" + KEY),
                new Bad(Violation.RESERVED_OPCODE, "83 80" + KEY),
                new Bad(Violation.RESERVED_OPCODE, "8b 80" + KEY),
                new Bad(Violation.FRAGMENTED_CONTROL_FRAME, "08 82" + KEY + "02ea"),
                new Bad(Violation.OVERSIZED_CONTROL_FRAME, "89 fe 007e" + KEY),
                new Bad(Violation.TRUNCATED_CLOSE_CODE, "88 81" + KEY + "02"),
                new Bad(Violation.ILLEGAL_CLOSE_CODE, "88 82 00000000 03ed"),
                new Bad(Violation.ILLEGAL_CLOSE_CODE, "88 82 00000000 0bb7"),
                new Bad(Violation.INVALID_UTF8_IN_CLOSE_REASON, "88 84 00000000 03e8 c328"),
                new Bad(Violation.NON_MINIMAL_LENGTH, "82 fe 007d" + KEY),
                new Bad(Violation.NON_MINIMAL_LENGTH, "82 ff 000000000000ffff" + KEY),
                new Bad(Violation.NEGATIVE_LENGTH, "82 ff ffffffffffffffff" + KEY),
                new Bad(Violation.FRAME_TOO_BIG, "82 ff 0000000000100001" + KEY),
                new Bad(Violation.MESSAGE_TOO_BIG, "02 81" + KEY + "40 80 ff 0000000000100000" + KEY),
                new Bad(Violation.TOO_MANY_FRAGMENTS, "02 80" + KEY + ("00 80" + KEY).repeat(1000)),
                new Bad(Violation.UNEXPECTED_CONTINUATION, "80 80" + KEY),
                new Bad(Violation.EXPECTED_CONTINUATION, "01 80" + KEY + "89 80" + KEY + "82 80" + KEY),
                new Bad(Violation.INVALID_UTF8, "81 82 00000000 c328"),
                new Bad(Violation.INVALID_UTF8, "81 81 00000000 c3"),
                new Bad(Violation.INVALID_UTF8, "01 82 00000000 41ed 00 8f 00000000 a0"),
                new Bad(Violation.INVALID_UTF8, "01 81 00000000 c3 80 80 00000000"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void passesNothingAfterBrokenRule(Bad bad) {
        byte[] before = hex("81 81" + KEY + "40");
        byte[] bytes = concat(before, hex(bad.bytes()), hex("81 81" + KEY + "99 88 82 00000000 03e8"));
        for (int split = 0; split <= Math.min(bytes.length, 100); split++) {
            Engine engine = new Engine(false).feed(bytes, split, bytes.length);
            assertEquals(Optional.of(bad.violation()), engine.violation, "split at " + split);
            assertEquals(Optional.empty(), engine.close);
            assertEquals(new Seen(0x81, "41"), engine.seen.get(0));
            assertFalse(engine.seen.contains(new Seen(0x81, "98")), "passed what came after");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 125, 126, 127, 1024, 65_535, 65_536, 65_537, 200_001})
    void passesPiecesOfLargeFrameAsTheyCome(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        String size = length > 65_535 ? "ff %016x" : length > 125 ? "fe %04x" : "%02x";
        byte[] frame =
                concat(hex(("82" + size).formatted(length > 125 ? length : 0x80 | length) + KEY), masked(payload));
        byte[] bytes = concat(frame, hex("81 81" + KEY + "40"));
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            int[] ends = random.ints(7, 0, bytes.length).sorted().toArray();
            ends[6] = bytes.length;
            Engine engine = new Engine(round % 2 == 0).feed(bytes, ends);
            assertEquals(
                    List.of(new Seen(0x82, HexFormat.of().formatHex(payload)), new Seen(0x81, "41")),
                    engine.messages());
            int most = 2 + 2 * (ends.length + length / FrameGuard.PIECE);
            assertTrue(engine.seen.size() <= most, engine.seen.size() + " frames");
        }
    }

    @Test
    void passesPieceOfLargeFrameBeforeTheRestIsThere() {
        Engine engine = new Engine(false);
        byte[] begin = concat(hex("82 ff 0000000000080000" + KEY), masked(hex("aabbccddee")));
        assertEquals(List.of(new Seen(2, "aabbccddee")), engine.feed(begin, begin.length).seen);
    }

    @Test
    void refusesTooLargeFrameByItsHeader() {
        byte[] header = hex("82 ff 0000000000100001" + KEY);
        Engine engine = new Engine(false);
        assertEquals(Optional.of(Violation.FRAME_TOO_BIG), engine.feed(header, header.length).violation);
    }

    @Test
    void refusesTextAtItsFirstWrongByte() {
        byte[] begin = hex("01 fe 2000 00000000 41c328");
        Engine engine = new Engine(false);
        assertEquals(Optional.empty(), engine.feed(begin, begin.length - 1).violation);
        assertEquals(Optional.of(Violation.INVALID_UTF8), engine.feed(hex("28"), 1).violation);
    }

    /** Counts frames and keeps nothing. */
    private static final class Counter implements FrameGuard.Receiver {
        private long frames;

        @Override
        public boolean onFrame(ByteBuffer frame) {
            frames++;
            return true;
        }

        @Override
        public void onClose(Optional<Integer> code, ByteBuffer reason) {
            throw new AssertionError("close");
        }

        @Override
        public void onViolation(Violation violation) {
            throw new AssertionError(violation);
        }
    }

    @Test
    void allocatesNothingForFrame() {
        byte[] original =
                hex(("81 85 37fa213d 7f9f4d5158 89 80" + KEY + "02 81" + KEY + "40 80 81" + KEY + "41").repeat(500));
        byte[] bytes = original.clone();
        Counter counter = new Counter();
        FrameGuard guard = new FrameGuard(LIMITS, Optional.empty(), counter);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 50;
        long before = 0;
        for (int round = -rounds; round < rounds; round++) {
            if (round == 0) {
                before = threads.getCurrentThreadAllocatedBytes();
                counter.frames = 0;
            }
            System.arraycopy(original, 0, bytes, 0, bytes.length);
            guard.pass(ByteBuffer.wrap(bytes));
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(rounds * 2000L, counter.frames);
        assertTrue(
                allocated < rounds * 1000L, allocated + " bytes for " + counter.frames + " frames"); // buffers of reads
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
