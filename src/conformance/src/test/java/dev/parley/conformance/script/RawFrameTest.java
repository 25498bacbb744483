package dev.parley.conformance.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames whose payload repeats are written in pieces of any length, and are the same as byte by byte. */
class RawFrameTest {
    private static final int LENGTH = 3_000;
    private static final int HEADER = 8; // a 16-bit length and a key
    private static final int[] PIECES = {1, 2, 3, 5, 7, 64, 250, 251, 252, 1_003, 1_004, 1_005, LENGTH + HEADER};

    static Stream<Payload> payloads() {
        return Stream.of(
                Payload.repeat('a', LENGTH),
                Payload.cycle(new byte[] {1, 2, 3}, LENGTH / 3),
                Payload.cycle(new byte[] {1, 2, 3, 4, 5}, LENGTH / 5),
                Payload.ascii(LENGTH),
                Payload.bytes(LENGTH + 100).slice(100, LENGTH + 100),
                Payload.ascii(LENGTH + 1).slice(1, LENGTH + 1),
                Payload.of(Payload.bytes(LENGTH).toBytes()));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void isTheSameInAnyPieces(Payload payload) {
        for (int key : new int[] {0, 0x37fa213d, 0xFF00FF01}) {
            RawFrame frame = RawFrame.binary(payload).key(key);
            byte[] wanted = byteByByte(frame, key);
            for (int piece : PIECES) {
                assertArrayEquals(wanted, inPieces(frame.onWire(), piece), () -> piece + " bytes, key " + key);
            }
        }
    }

    private static byte[] byteByByte(RawFrame frame, int key) {
        byte[] all = Arrays.copyOf(frame.header(), HEADER + LENGTH);
        byte[] one = new byte[1];
        for (int i = 0; i < LENGTH; i++) {
            frame.payload().copy(i, one, 0, 1);
            all[HEADER + i] = (byte) (one[0] ^ (key >>> (8 * (3 - i % 4))));
        }
        return all;
    }

    private static byte[] inPieces(ByteSource bytes, int piece) {
        byte[] all = new byte[HEADER + LENGTH];
        for (int at = 0; at < all.length; at += piece) {
            bytes.copy(at, all, at, Math.min(piece, all.length - at));
        }
        return all;
    }
}
