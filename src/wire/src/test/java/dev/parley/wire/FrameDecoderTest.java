package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Reader.Form;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.parley.wire.Vectors#rfcExamples")
    void decodesTheExamplesOfTheRfc(Vectors.Example example) throws ProtocolException { // 5.7
        for (int split = 0; split <= Math.min(20, example.bytes().length); split++) {
            Recorder sink = new Recorder();
            FrameDecoder decoder = FrameDecoder.of(example.receiver(), Limits.DEFAULT);
            new Reader(decoder, Form.ARRAY).readInTwo(example.bytes(), split, sink);
            assertEquals(example.expected(), sink.frames());
        }
    }

    @Nested
    class GoodStreams {
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#good")
        void arriveWholeAtEverySplit(Vectors.Good good) throws ProtocolException {
            for (Role role : Role.values()) {
                byte[] stream = good.bytesFor(role);
                for (int split = 0; split <= stream.length; split++) {
                    Recorder sink = new Recorder();
                    reader(role, Form.ARRAY).readInTwo(stream, split, sink);
                    assertEquals(good.expected(), sink.frames(), role + ", cut at " + split);
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#good")
        void arriveWholeFromEveryKindOfBuffer(Vectors.Good good) throws ProtocolException {
            for (Role role : Role.values()) {
                byte[] stream = good.bytesFor(role);
                for (Form form : Form.values()) {
                    for (int size : new int[] {1, 2, 3, 13, 14, 15, 1460}) {
                        Recorder sink = new Recorder();
                        reader(role, form).readBySize(stream, size, sink);
                        assertEquals(good.expected(), sink.frames(), role + ", " + form + ", reads of " + size);
                    }
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#good")
        void arriveWholeThoughTheSinkPauses(Vectors.Good good) throws ProtocolException {
            for (Role role : Role.values()) {
                byte[] stream = good.bytesFor(role);
                for (Form form : Form.values()) {
                    for (int calls = 1; calls <= 2; calls++) {
                        Recorder sink = new Recorder().pausingEvery(calls);
                        reader(role, form).readInTwo(stream, stream.length / 2, sink);
                        assertEquals(good.expected(), sink.frames(), role + ", " + form);
                    }
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#good")
        void areUnmaskedWithTheKeyOfEachFrame(Vectors.Good good) throws ProtocolException { // 5.3
            byte[][] keys = {RawFrame.hex("00000000"), RawFrame.hex("ffffffff"), RawFrame.hex("80000001")};
            List<byte[]> frames = new ArrayList<>();
            for (RawFrame frame : good.frames()) {
                frames.add(frame.masked(keys[frames.size() % keys.length]));
            }
            Recorder sink = new Recorder();
            byte[] stream = RawFrame.concat(frames.toArray(byte[][]::new));
            reader(Role.SERVER, Form.ARRAY).readInTwo(stream, stream.length, sink);
            assertEquals(good.expected(), sink.frames());
        }
    }

    @Nested
    class BadStreams {
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#bad")
        void failWithTheirViolationAtEverySplit(Vectors.Bad bad) {
            for (Role role : Role.values()) {
                byte[] stream = bad.bytesFor(role);
                for (int split = 0; split <= stream.length; split++) {
                    int cut = split;
                    Recorder sink = new Recorder();
                    ProtocolException failure = assertThrows(
                            ProtocolException.class,
                            () -> reader(role, Form.ARRAY).readInTwo(stream, cut, sink),
                            () -> role + ", cut at " + cut);
                    assertFailure(bad, role, failure);
                    assertEquals(bad.before().size(), sink.frames().size(), "the bad frame is not delivered whole");
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#bad")
        void failTheSameFromEveryKindOfBuffer(Vectors.Bad bad) {
            for (Role role : Role.values()) {
                for (Form form : Form.values()) {
                    Recorder sink = new Recorder();
                    ProtocolException failure = assertThrows(
                            ProtocolException.class, () -> reader(role, form).readBySize(bad.bytesFor(role), 1, sink));
                    assertFailure(bad, role, failure);
                }
            }
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#bad")
        void failBehindAGoodFrame(Vectors.Bad bad) {
            for (Role role : Role.values()) {
                byte[] good = bad.before().isEmpty() ? RawFrame.text("good").bytesFor(role) : new byte[0];
                byte[] stream = RawFrame.concat(good, bad.bytesFor(role));
                Recorder sink = new Recorder();
                ProtocolException failure = assertThrows(
                        ProtocolException.class, () -> reader(role, Form.ARRAY).readInTwo(stream, stream.length, sink));
                assertEquals(bad.violation(), failure.violation());
                assertEquals(good.length + bad.offset(role), failure.streamOffset());
            }
        }

        private void assertFailure(Vectors.Bad bad, Role role, ProtocolException failure) {
            assertEquals(bad.violation(), failure.violation());
            assertEquals(bad.offset(role), failure.streamOffset());
            assertEquals(bad.violation().closeCode(), failure.closeCode());
            assertEquals(bad.violation().section(), failure.section());
            assertEquals(0, failure.getStackTrace().length, "failing costs no stack trace");
        }
    }

    @Nested
    class MaskBit { // 5.1
        @Test
        void isRequiredOfAClient() {
            for (RawFrame frame :
                    List.of(RawFrame.text("0123456789abcdef"), RawFrame.binary(300), RawFrame.of(0x89, ""))) {
                assertViolation(Violation.UNMASKED_CLIENT_FRAME, Role.SERVER, frame.unmasked());
            }
        }

        @Test
        void isForbiddenToAServer() {
            for (RawFrame frame :
                    List.of(RawFrame.text("0123456789abcdef"), RawFrame.binary(300), RawFrame.of(0x89, ""))) {
                assertViolation(Violation.MASKED_SERVER_FRAME, Role.CLIENT, frame.masked(RawFrame.KEY));
            }
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void isJudgedBeforeTheRestOfTheHeader(Role role) {
            byte[] wrong = RawFrame.binary(70000).bytesFor(role.peer());
            Violation expected = role == Role.SERVER ? Violation.UNMASKED_CLIENT_FRAME : Violation.MASKED_SERVER_FRAME;
            assertViolation(expected, role, new byte[] {wrong[0], wrong[1]});
        }
    }

    @Nested
    class Rsv1 { // RFC 7692 section 6
        private final RawFrame compressed = RawFrame.of(0xC1, RawFrame.hex("f2 48 cd c9 c9 07 00"));

        @ParameterizedTest
        @EnumSource(Role.class)
        void marksMessagesOfEitherKindWholeOrFragmented(Role role) throws ProtocolException {
            byte[] stream = RawFrame.concat(
                    compressed.bytesFor(role),
                    RawFrame.of(0x41, RawFrame.hex("f2 48 cd")).bytesFor(role),
                    RawFrame.of(0x89, "").bytesFor(role),
                    RawFrame.of(0x80, RawFrame.hex("c9 c9 07 00")).bytesFor(role),
                    RawFrame.of(0xC2, RawFrame.hex("ff")).bytesFor(role),
                    RawFrame.text("plain").bytesFor(role));
            List<String> expected = List.of(
                    "text+rsv1 f248cdc9c90700",
                    "text+rsv1... f248cd",
                    "ping ",
                    "continuation c9c90700",
                    "binary+rsv1 ff",
                    "text 706c61696e");
            for (int split = 0; split <= stream.length; split++) {
                Recorder sink = new Recorder();
                FrameDecoder decoder = FrameDecoder.withRsv1(role, Limits.DEFAULT);
                new Reader(decoder, Form.ARRAY).readInTwo(stream, split, sink);
                assertEquals(expected, sink.frames());
            }
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void isRefusedOnControlFramesAndContinuations(Role role) {
            byte[] ping = RawFrame.of(0xC9, "").bytesFor(role);
            byte[] continuation = RawFrame.concat(
                    RawFrame.of(0x01, "a").bytesFor(role),
                    RawFrame.of(0xC0, "b").bytesFor(role));
            for (byte[] stream : List.of(ping, continuation)) {
                FrameDecoder decoder = FrameDecoder.withRsv1(role, Limits.DEFAULT);
                assertEquals(Violation.MISPLACED_RSV1, failure(decoder, stream).violation());
            }
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void givesNoMeaningToTheOtherReservedBits(Role role) {
            for (int first : new int[] {0xA1, 0x91, 0xE1, 0xA9}) {
                FrameDecoder decoder = FrameDecoder.withRsv1(role, Limits.DEFAULT);
                byte[] stream = RawFrame.of(first, "0123456789abcdef").bytesFor(role);
                assertEquals(Violation.RESERVED_BIT, failure(decoder, stream).violation());
            }
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void needsAMessageBeforeAContinuation(Role role) {
            FrameDecoder decoder = FrameDecoder.withRsv1(role, Limits.DEFAULT);
            byte[] stream = RawFrame.of(0xC0, "x").bytesFor(role);
            assertEquals(
                    Violation.UNEXPECTED_CONTINUATION, failure(decoder, stream).violation());
        }
    }

    @Nested
    class Lifecycle {
        @ParameterizedTest
        @EnumSource(Role.class)
        void countsTheStream(Role role) throws ProtocolException {
            FrameDecoder decoder = FrameDecoder.of(role, Limits.DEFAULT);
            byte[] stream = RawFrame.concat(
                    RawFrame.text("abc").bytesFor(role), RawFrame.binary(300).bytesFor(role));
            new Reader(decoder, Form.ARRAY).readBySize(stream, 7, new Recorder());
            assertEquals(stream.length, decoder.streamOffset());
            assertEquals(0, decoder.bytesAfterClose());
        }

        @ParameterizedTest
        @EnumSource(Form.class)
        void countsWhatFollowsAClose(Form form) throws ProtocolException { // 1.4
            FrameDecoder decoder = FrameDecoder.of(Role.SERVER, Limits.DEFAULT);
            byte[] stream = RawFrame.concat(RawFrame.of(0x88, "").masked(RawFrame.KEY), new byte[100_000]);
            Recorder sink = new Recorder();
            new Reader(decoder, form).readBySize(stream, 60_000, sink);
            assertEquals(List.of("close "), sink.frames());
            assertEquals(100_000, decoder.bytesAfterClose());
            assertEquals(stream.length, decoder.streamOffset());
        }

        @Test
        void staysDeadAfterAViolation() {
            FrameDecoder decoder = FrameDecoder.of(Role.SERVER, Limits.DEFAULT);
            failure(decoder, RawFrame.text("unmasked").unmasked());
            byte[] good = RawFrame.text("masked").masked(RawFrame.KEY);
            Recorder sink = new Recorder();
            assertThrows(IllegalStateException.class, () -> decoder.decode(good, 0, good.length, sink));
            assertEquals(List.of(), sink.frames());
        }

        @Test
        void refusesARangeOutsideTheArray() {
            FrameDecoder decoder = FrameDecoder.of(Role.SERVER, Limits.DEFAULT);
            assertThrows(IndexOutOfBoundsException.class, () -> decoder.decode(new byte[4], 2, 5, new Recorder()));
        }

        @Test
        void touchesNothingOutsideTheRange() throws ProtocolException {
            for (int length : new int[] {0, 1, 3, 4, 7, 8, 9, 31, 32, 33, 125, 126, 500}) {
                byte[] frame = RawFrame.binary(length).masked(RawFrame.KEY);
                byte[] buffer = RawFrame.concat(new byte[9], frame, new byte[9]);
                FrameDecoder decoder = FrameDecoder.of(Role.SERVER, Limits.DEFAULT);
                assertEquals(9 + frame.length, decoder.decode(buffer, 9, 9 + frame.length, new Recorder()));
                assertArrayEquals(new byte[9], java.util.Arrays.copyOf(buffer, 9));
                assertArrayEquals(new byte[9], java.util.Arrays.copyOfRange(buffer, 9 + frame.length, buffer.length));
            }
        }

        @Test
        void leavesADirectBufferAsItWas() throws ProtocolException {
            byte[] frame = RawFrame.binary(40_000).masked(RawFrame.KEY);
            java.nio.ByteBuffer direct =
                    java.nio.ByteBuffer.allocateDirect(frame.length).put(frame).flip();
            Recorder sink = new Recorder();
            FrameDecoder.of(Role.SERVER, Limits.DEFAULT).decode(direct, sink);
            assertFalse(direct.hasRemaining());
            assertEquals(direct.flip(), java.nio.ByteBuffer.wrap(frame));
            assertEquals(List.of(Recorder.line("binary", RawFrame.pattern(40_000))), sink.frames());
        }

        @Test
        void pausesAfterThePieceThatTheSinkRefused() throws ProtocolException {
            for (Role role : Role.values()) {
                byte[] one = RawFrame.text("0123456789abcdef").bytesFor(role);
                byte[] stream = RawFrame.concat(one, one, RawFrame.of(0x89, "p").bytesFor(role), one);
                FrameDecoder decoder = FrameDecoder.of(role, Limits.DEFAULT);
                Recorder sink = new Recorder().pausingEvery(1);
                int position = decoder.decode(stream, 0, stream.length, sink);
                assertEquals(one.length, position);
                assertEquals(1, sink.frames().size());
                position = decoder.decode(stream, position, stream.length, sink);
                assertEquals(2 * one.length, position);
                position = decoder.decode(stream, position, stream.length, sink);
                assertEquals(3, sink.frames().size());
                assertTrue(position < stream.length);
            }
        }
    }

    @Test
    void takesFramesBeyondTwoGigabytesPieceByPiece() throws ProtocolException {
        long length = 3L << 30;
        FrameDecoder decoder = FrameDecoder.of(Role.CLIENT, Limits.NONE);
        long[] seen = new long[2];
        FrameSink sink = new FrameSink() {
            @Override
            public boolean onData(int flags, byte[] bytes, int offset, int pieceLength) {
                seen[0] += pieceLength;
                seen[1] = flags;
                return true;
            }

            @Override
            public boolean onControl(Opcode opcode, byte[] bytes, int offset, int pieceLength) {
                throw new AssertionError("no control frame was sent");
            }
        };
        byte[] header = RawFrame.header(0x82, 8, length).unmasked();
        assertEquals(header.length, decoder.decode(header, 0, header.length, sink));
        byte[] block = new byte[1 << 26];
        for (long sent = 0; sent < length; sent += block.length) {
            assertEquals(0, seen[1] & FrameSink.LAST);
            assertEquals(block.length, decoder.decode(block, 0, block.length, sink));
        }
        assertEquals(length, seen[0]);
        assertEquals(FrameSink.LAST | FrameSink.FRAME_END, seen[1]);
    }

    private static Reader reader(Role role, Form form) {
        return new Reader(FrameDecoder.of(role, Vectors.LIMITS), form);
    }

    private static void assertViolation(Violation expected, Role role, byte[] stream) {
        ProtocolException failure = failure(FrameDecoder.of(role, Limits.DEFAULT), stream);
        assertEquals(expected, failure.violation());
        assertEquals(0, failure.streamOffset());
    }

    private static ProtocolException failure(FrameDecoder decoder, byte[] stream) {
        return assertThrows(ProtocolException.class, () -> decoder.decode(stream, 0, stream.length, new Recorder()));
    }
}
