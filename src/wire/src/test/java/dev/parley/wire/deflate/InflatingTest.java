package dev.parley.wire.deflate;

import static dev.parley.wire.deflate.Messages.ascii;
import static dev.parley.wire.deflate.Messages.decode;
import static dev.parley.wire.deflate.Messages.hex;
import static dev.parley.wire.deflate.Messages.into;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Limits;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.Violation;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 7.2.2: what is received. */
class InflatingTest {
    private final PermessageDeflate extension = with(ContextTakeover.ALLOWED, Limits.DEFAULT);

    @AfterEach
    void close() {
        extension.close();
    }

    @Nested
    class Vectors {
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.deflate.Payloads#good")
        void inflate(Payloads.Good good) throws ProtocolException {
            byte[] bytes = good.bytes();
            for (int first = 0; first <= bytes.length; first++) {
                for (int second = first; second <= bytes.length; second++) {
                    assertArrayEquals(good.inflated(), inThreePieces(bytes, first, second));
                }
            }
        }

        @Test
        void ofTheSecondMessageRefersToTheFirst() throws ProtocolException { // 7.2.3.2
            assertArrayEquals(ascii("Hello"), decode(extension, hex("f2 48 cd c9 c9 07 00")));
            assertArrayEquals(ascii("Hello"), decode(extension, hex("f2 00 11 00 00")));
            assertArrayEquals(ascii("Hello"), decode(extension, hex("f2 00 11 00 00")));
        }

        @Test
        void ofTheSecondMessageFailsWithoutContext() throws ProtocolException { // 7.1.1.2
            try (PermessageDeflate forgetful = with(ContextTakeover.FORBIDDEN, Limits.DEFAULT)) {
                assertArrayEquals(ascii("Hello"), decode(forgetful, hex("f2 48 cd c9 c9 07 00")));
                assertFails(Violation.INVALID_COMPRESSED_DATA, forgetful, hex("f2 00 11 00 00"));
            }
        }

        @Test
        void emptyMessagesKeepTheContext() throws ProtocolException {
            decode(extension, hex("f2 48 cd c9 c9 07 00"));
            assertArrayEquals(new byte[0], decode(extension, hex("00")));
            assertArrayEquals(ascii("Hello"), decode(extension, hex("f2 00 11 00 00")));
        }

        @Test
        void aStreamThatEndsTakesItsContextAlong() throws ProtocolException {
            assertArrayEquals(ascii("Hello"), decode(extension, hex("f3 48 cd c9 c9 07 00 00")));
            assertFails(Violation.INVALID_COMPRESSED_DATA, extension, hex("f2 00 11 00 00"));
        }

        private byte[] inThreePieces(byte[] bytes, int first, int second) throws ProtocolException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            extension.decode(bytes, 0, first, into(message));
            extension.decode(bytes, first, second - first, into(message));
            extension.decode(bytes, second, bytes.length - second, into(message));
            extension.endDecode(into(message));
            return message.toByteArray();
        }
    }

    @Nested
    class Violations {
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.deflate.Payloads#bad")
        void areNamed(Payloads.Bad bad) {
            assertFails(Violation.INVALID_COMPRESSED_DATA, extension, bad.bytes());
        }

        @Test
        void messagesCutShortAreNoticed() {
            Random random = new Random(7692);
            for (int size : new int[] {1, 5, 40, 300, 3000}) {
                byte[] payload = Messages.zlib(Messages.json(random, size));
                for (int cut = 0; cut < payload.length; cut++) {
                    byte[] part = Arrays.copyOf(payload, cut);
                    try (PermessageDeflate fresh = with(ContextTakeover.ALLOWED, Limits.DEFAULT)) {
                        assertFails(Violation.INVALID_COMPRESSED_DATA, fresh, part);
                    }
                }
            }
        }

        @Test
        void endTheExtension() {
            assertFails(Violation.INVALID_COMPRESSED_DATA, extension, hex("07"));
            ByteArrayOutputStream none = new ByteArrayOutputStream();
            assertThrows(IllegalStateException.class, () -> extension.decode(hex("00"), 0, 1, into(none)));
            assertThrows(IllegalStateException.class, () -> extension.endDecode(into(none)));
        }
    }

    @Nested
    class Lengths {
        @ParameterizedTest
        @ValueSource(ints = {125, 126, 1000, 8191, 8192, 8193, 16384, 100_000})
        void upToTheLimitPass(int limit) throws ProtocolException {
            byte[] message = new byte[limit];
            try (PermessageDeflate limited = with(ContextTakeover.ALLOWED, limits(limit))) {
                assertEquals(limit, decode(limited, Messages.zlib(message)).length);
                assertEquals(limit, decode(limited, Messages.zlib(message)).length); // counted anew
                assertFails(Violation.MESSAGE_TOO_BIG, limited, Messages.zlib(new byte[limit + 1]));
            }
        }

        @Test
        void whatComesBeforeAFaultIsHandedOnHoweverThePayloadIsCut() {
            ByteArrayOutputStream blocks = new ByteArrayOutputStream();
            blocks.writeBytes(Messages.zlib(Messages.json(new Random(8), 5000)));
            blocks.writeBytes(hex("00 00 ff ff 07")); // a block of type 3
            byte[] corrupt = blocks.toByteArray();
            byte[] tooBig = Messages.zlib(new byte[10_001]);
            byte[] whole = beforeFault(corrupt, corrupt.length);
            assertEquals(5000, whole.length);
            for (int step : new int[] {1, 3, 100}) {
                assertArrayEquals(whole, beforeFault(corrupt, step), "step " + step);
                assertEquals(10_000, beforeFault(tooBig, step).length, "step " + step);
            }
        }

        private byte[] beforeFault(byte[] payload, int step) {
            ByteArrayOutputStream before = new ByteArrayOutputStream();
            try (PermessageDeflate limited = with(ContextTakeover.ALLOWED, limits(10_000))) {
                assertThrows(ProtocolException.class, () -> {
                    for (int at = 0; at < payload.length; at += step) {
                        limited.decode(payload, at, Math.min(step, payload.length - at), into(before));
                    }
                    limited.endDecode(into(before));
                });
            }
            return before.toByteArray();
        }

        @Test
        void noLimitIsNoOverflow() throws ProtocolException {
            try (PermessageDeflate unlimited = with(ContextTakeover.ALLOWED, Limits.NONE)) {
                assertEquals(100_000, decode(unlimited, Messages.zlib(new byte[100_000])).length);
            }
        }

        @Test
        void aBombStopsAtTheLimit() {
            byte[] bomb = bomb();
            long limit = 1 << 20;
            long[] handedOn = {0};
            int[] calls = {0};
            ProtocolException failure;
            try (PermessageDeflate limited = with(ContextTakeover.ALLOWED, limits(limit))) {
                failure = assertThrows(
                        ProtocolException.class,
                        () -> limited.decode(bomb, 0, bomb.length, (bytes, offset, length) -> {
                            handedOn[0] += length;
                            calls[0]++;
                            assertTrue(bytes.length <= PermessageDeflate.OUTPUT_BYTES, "memory is bounded");
                            return true;
                        }));
            }
            assertEquals(Violation.MESSAGE_TOO_BIG, failure.violation());
            assertEquals(limit, handedOn[0]);
            assertEquals(limit / PermessageDeflate.OUTPUT_BYTES, calls[0]);
        }

        /** 1 MB that would inflate to 1 GB. */
        private byte[] bomb() {
            byte[] zeros = new byte[1 << 20];
            byte[] bomb = new byte[2 << 20];
            Deflater deflater = new Deflater(9, true);
            int length = 0;
            for (int i = 0; i < 1000; i++) {
                deflater.setInput(zeros);
                length += deflater.deflate(bomb, length, bomb.length - length, Deflater.NO_FLUSH);
            }
            length += deflater.deflate(bomb, length, bomb.length - length, Deflater.SYNC_FLUSH);
            deflater.end();
            assertTrue(length > 1_000_000, "bomb of " + length + " bytes");
            return Arrays.copyOf(bomb, length - 4);
        }

        private Limits limits(long bytes) {
            return Limits.DEFAULT.withMaxMessagePayload(bytes);
        }
    }

    @Nested
    class Life {
        @Test
        void anAbandonedMessageIsTheLast() throws ProtocolException {
            byte[] payload = Messages.zlib(new byte[100_000]);
            int[] calls = {0};
            extension.decode(payload, 0, payload.length, (bytes, offset, length) -> ++calls[0] < 2);
            assertEquals(2, calls[0]);
            ByteArrayOutputStream none = new ByteArrayOutputStream();
            assertThrows(IllegalStateException.class, () -> extension.endDecode(into(none)));
        }

        @Test
        void closingTwiceIsClosing() throws ProtocolException {
            decode(extension, hex("f2 48 cd c9 c9 07 00"));
            extension.close();
            extension.close();
            ByteArrayOutputStream none = new ByteArrayOutputStream();
            assertThrows(IllegalStateException.class, () -> extension.decode(hex("00"), 0, 1, into(none)));
            assertThrows(IllegalStateException.class, () -> extension.encode(hex("00"), 0, 1, into(none)));
        }

        @Test
        void rangesAreChecked() {
            ByteArrayOutputStream none = new ByteArrayOutputStream();
            assertThrows(IndexOutOfBoundsException.class, () -> extension.decode(hex("00"), 0, 2, into(none)));
            assertThrows(IndexOutOfBoundsException.class, () -> extension.encode(hex("00"), 1, 1, into(none)));
        }

        @Test
        void piecesAreReadWhereTheyLie() throws ProtocolException {
            byte[] padded = hex("ff ff f2 48 cd c9 c9 07 00 ff ff");
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            extension.decode(padded, 2, 7, into(message));
            extension.endDecode(into(message));
            assertArrayEquals(ascii("Hello"), message.toByteArray());
        }
    }

    private static PermessageDeflate with(ContextTakeover takeover, Limits limits) {
        DeflateDirection direction = new DeflateDirection(takeover, DeflateDirection.MAX_WINDOW_BITS);
        return PermessageDeflate.of(
                Role.SERVER,
                new DeflateAgreement(DeflateDirection.UNRESTRICTED, direction),
                DeflateSettings.DEFAULT,
                limits);
    }

    private static void assertFails(Violation violation, PermessageDeflate extension, byte[] payload) {
        ProtocolException failure = assertThrows(
                ProtocolException.class, () -> decode(extension, payload), () -> payload.length + " bytes");
        assertEquals(violation, failure.violation());
    }
}
