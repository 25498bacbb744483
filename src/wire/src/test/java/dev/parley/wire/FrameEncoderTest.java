package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {
    private static final int RFC_KEY = 0x37fa213d;
    private static final int FIN_TEXT = 0x81;

    @Test
    void writesTheExamplesOfTheRfc() { // 5.7
        assertArrayEquals(RawFrame.hex("81 05 48 65 6c 6c 6f"), encode(Role.SERVER, FIN_TEXT, Vectors.utf8("Hello")));
        assertArrayEquals(
                RawFrame.hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"), encode(Role.CLIENT, FIN_TEXT, Vectors.utf8("Hello")));
        assertArrayEquals(
                RawFrame.hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58"), encode(Role.CLIENT, 0x8A, Vectors.utf8("Hello")));
        assertArrayEquals(RawFrame.hex("82 7e 01 00"), Arrays.copyOf(encode(Role.SERVER, 0x82, new byte[256]), 4));
        assertArrayEquals(
                RawFrame.hex("82 7f 00 00 00 00 00 01 00 00"),
                Arrays.copyOf(encode(Role.SERVER, 0x82, new byte[65536]), 10));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 39, 40, 41, 63, 64, 65, 125, 126, 127, 128, 1000,
                65535, 65536, 70001
            })
    void writesEveryLengthInItsMinimalForm(int length) {
        RawFrame expected = RawFrame.binary(length);
        for (Role sender : Role.values()) {
            byte[] wanted = expected.bytesFor(sender.peer());
            assertArrayEquals(wanted, encode(sender, 0x82, expected.payload()), sender + " array");
            assertArrayEquals(wanted, encodeBuffers(sender, 0x82, expected.payload(), false), sender + " heap buffers");
            assertArrayEquals(
                    wanted, encodeBuffers(sender, 0x82, expected.payload(), true), sender + " direct buffers");
            assertArrayEquals(wanted, encodeGathering(sender, 0x82, expected.payload()), sender + " gathering");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void writesFramesOneAfterTheOtherUntilTheOutputIsFull(Role sender) {
        FrameEncoder encoder = encoder(sender);
        byte[] payload = RawFrame.pattern(20);
        byte[] frame = RawFrame.of(0x82, payload).bytesFor(sender.peer());
        byte[] out = new byte[5 + 2 * frame.length + 1];
        encoder.output(out, 5, out.length - 1);
        assertTrue(encoder.frame(0x82, payload, 0, payload.length));
        assertTrue(encoder.frame(0x82, payload, 0, payload.length));
        assertEquals(0, encoder.remaining());
        assertFalse(encoder.frame(0x82, payload, 0, payload.length));
        assertFalse(encoder.frame(0x82, payload, 0, 0));
        assertFalse(encoder.header(0x82, 0));
        assertEquals(5 + 2 * frame.length, encoder.position());
        assertArrayEquals(RawFrame.concat(new byte[5], frame, frame, new byte[1]), out);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void fitsExactlyOrWritesNothing(Role sender) {
        for (int length : new int[] {0, 1, 125, 126, 65535, 65536}) {
            FrameEncoder encoder = encoder(sender);
            byte[] payload = new byte[length];
            int size = (int) encoder.frameSize(length);
            byte[] out = new byte[size];
            encoder.output(out, 0, size - 1);
            assertFalse(encoder.frame(0x82, payload, 0, length), length + " bytes in one byte less");
            assertFalse(encoder.frame(0x82, ByteBuffer.wrap(payload), ByteBuffer.allocate(size - 1)));
            encoder.output(out, 0, size);
            assertTrue(encoder.frame(0x82, payload, 0, length), length + " bytes");
            assertEquals(size, encoder.position());
            int header = size - length;
            encoder.output(out, 0, header - 1);
            assertFalse(encoder.header(0x82, length));
            encoder.output(out, 0, header);
            assertTrue(encoder.header(0x82, length));
            assertEquals(header, encoder.position());
        }
    }

    @Test
    void takesAFreshKeyForEachFrame() { // 5.3
        int[] next = {0x01020304};
        FrameEncoder encoder = FrameEncoder.client(() -> next[0]++);
        byte[] out = new byte[20];
        encoder.output(out, 0, 20);
        assertTrue(encoder.frame(0x82, new byte[1], 0, 1));
        assertTrue(encoder.frame(0x82, new byte[1], 0, 1));
        assertArrayEquals(RawFrame.hex("82 81 01 02 03 04 01 82 81 01 02 03 05 01"), Arrays.copyOf(out, 14));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void leavesThePayloadAsItWas(Role sender) {
        byte[] payload = RawFrame.pattern(300);
        encode(sender, 0x82, payload);
        encodeBuffers(sender, 0x82, payload, false);
        assertArrayEquals(RawFrame.pattern(300), payload);
    }

    @Test
    void refusesWhatTheCallerGotWrong() {
        FrameEncoder encoder = FrameEncoder.server();
        byte[] payload = new byte[126];
        encoder.output(new byte[300], 0, 300);
        for (int opcode : new int[] {8, 9, 10}) { // 5.5
            assertThrows(IllegalArgumentException.class, () -> encoder.frame(0x80 | opcode, payload, 0, 126));
            assertTrue(encoder.frame(0x80 | opcode, payload, 0, 125));
            encoder.output(new byte[300], 0, 300);
        }
        assertThrows(IllegalArgumentException.class, () -> encoder.header(0x82, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> encoder.frame(0x82, payload, 100, 27));
        assertThrows(IndexOutOfBoundsException.class, () -> encoder.output(payload, 100, 127));
        assertThrows(IndexOutOfBoundsException.class, () -> encoder.maskPayload(payload, 100, 27));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void fragmentsWithFinOnTheLastAndOpcodeOnTheFirst(Role sender) { // 5.4
        byte[] message = RawFrame.pattern(10);
        assertFragments(sender, message, 10, List.of(RawFrame.of(0xC1, message)));
        assertFragments(sender, message, 11, List.of(RawFrame.of(0xC1, message)));
        assertFragments(sender, new byte[0], 4, List.of(RawFrame.of(0xC1, "")));
        assertFragments(
                sender,
                message,
                4,
                List.of(
                        RawFrame.of(0x41, Arrays.copyOf(message, 4)),
                        RawFrame.of(0x00, Arrays.copyOfRange(message, 4, 8)),
                        RawFrame.of(0x80, Arrays.copyOfRange(message, 8, 10))));
    }

    private static void assertFragments(Role sender, byte[] message, int max, List<RawFrame> expected) {
        byte[] wanted = RawFrame.concat(
                expected.stream().map(f -> f.bytesFor(sender.peer())).toArray(byte[][]::new));
        FrameEncoder encoder = encoder(sender);
        Fragmenter fragmenter = new Fragmenter(encoder, max);
        byte[] padded = RawFrame.concat(new byte[3], message, new byte[2]);
        fragmenter.begin(0x41, padded, 3, message.length);
        byte[] small = new byte[FrameHeader.MAX_SIZE + max];
        byte[] got = {};
        for (int frames = 1; ; frames++) {
            encoder.output(small, 0, 1);
            assertEquals(Fragmenter.Progress.FULL, fragmenter.next());
            encoder.output(small, 0, small.length);
            Fragmenter.Progress progress = fragmenter.next();
            got = RawFrame.concat(got, Arrays.copyOf(small, encoder.position()));
            if (progress == Fragmenter.Progress.DONE) {
                assertEquals(expected.size(), frames);
                break;
            }
            assertEquals(Fragmenter.Progress.MORE, progress);
        }
        assertArrayEquals(wanted, got);
        int before = encoder.position();
        assertEquals(Fragmenter.Progress.DONE, fragmenter.next());
        assertEquals(before, encoder.position(), "nothing is written after the end");
    }

    @Test
    void fragmenterRefusesWhatTheCallerGotWrong() {
        Fragmenter fragmenter = new Fragmenter(FrameEncoder.server(), 4);
        assertThrows(IllegalArgumentException.class, () -> new Fragmenter(FrameEncoder.server(), 0));
        assertThrows(IllegalArgumentException.class, () -> fragmenter.begin(0x89, new byte[1], 0, 1));
        fragmenter.begin(0x1, new byte[1], 0, 1);
        assertThrows(IllegalStateException.class, () -> fragmenter.begin(0x1, new byte[1], 0, 1));
    }

    private static FrameEncoder encoder(Role sender) {
        return sender == Role.CLIENT ? FrameEncoder.client(() -> RFC_KEY) : FrameEncoder.server();
    }

    private static byte[] encode(Role sender, int firstByte, byte[] payload) {
        FrameEncoder encoder = encoder(sender);
        byte[] padded = RawFrame.concat(new byte[5], payload, new byte[9]);
        byte[] out = new byte[(int) encoder.frameSize(payload.length)];
        encoder.output(out, 0, out.length);
        assertTrue(encoder.frame(firstByte, padded, 5, payload.length));
        assertEquals(out.length, encoder.position());
        return out;
    }

    private static byte[] encodeBuffers(Role sender, int firstByte, byte[] payload, boolean direct) {
        FrameEncoder encoder = encoder(sender);
        int size = (int) encoder.frameSize(payload.length);
        ByteBuffer in =
                direct ? ByteBuffer.allocateDirect(payload.length).put(payload).flip() : ByteBuffer.wrap(payload);
        ByteBuffer out = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        assertTrue(encoder.frame(firstByte, in, out));
        assertFalse(in.hasRemaining());
        assertFalse(out.hasRemaining());
        byte[] bytes = new byte[size];
        out.flip().get(bytes);
        return bytes;
    }

    private static byte[] encodeGathering(Role sender, int firstByte, byte[] payload) {
        FrameEncoder encoder = encoder(sender);
        byte[] header = new byte[FrameHeader.MAX_SIZE];
        encoder.output(header, 0, header.length);
        assertTrue(encoder.header(firstByte, payload.length));
        byte[] copy = payload.clone();
        int first = copy.length / 3; // in two pieces, cut where the key does not begin anew
        encoder.maskPayload(copy, 0, first);
        encoder.maskPayload(copy, first, copy.length - first);
        return RawFrame.concat(Arrays.copyOf(header, encoder.position()), copy);
    }
}
