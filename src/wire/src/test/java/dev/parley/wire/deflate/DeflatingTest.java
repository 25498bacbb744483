package dev.parley.wire.deflate;

import static dev.parley.wire.deflate.Messages.decode;
import static dev.parley.wire.deflate.Messages.encode;
import static dev.parley.wire.deflate.Messages.hex;
import static dev.parley.wire.deflate.Messages.into;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Limits;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 7.2.1: what is sent. */
class DeflatingTest {
    private static final int[] SIZES = {
        1, 2, 5, 255, 256, 257, 300, 511, 512, 1000, 4096, 5000, 8192, 32_767, 32_768, 32_769, 70_000
    };

    /** Every direction that can be agreed on. */
    static List<DeflateDirection> directions() {
        List<DeflateDirection> directions = new ArrayList<>();
        for (int bits = DeflateDirection.MIN_WINDOW_BITS; bits <= DeflateDirection.MAX_WINDOW_BITS; bits++) {
            directions.add(new DeflateDirection(ContextTakeover.ALLOWED, bits));
            directions.add(new DeflateDirection(ContextTakeover.FORBIDDEN, bits));
        }
        return directions;
    }

    @Nested
    class Windows {
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.deflate.DeflatingTest#directions")
        void areKeptAndEveryMessageArrives(DeflateDirection direction) {
            Random random = new Random(direction.hashCode());
            ReferenceInflater judge = new ReferenceInflater();
            try (PermessageDeflate sender = sending(direction, -1)) {
                for (int round = 0; round < 3; round++) {
                    for (int size : SIZES) {
                        byte[] message = round == 2 ? Messages.noise(random, size) : Messages.json(random, size);
                        assertArrayEquals(message, judge.message(encode(sender, message)), size + " bytes");
                        if (direction.contextTakeover() == ContextTakeover.FORBIDDEN) {
                            judge.forget();
                        }
                    }
                }
            }
            int window = 1 << direction.maxWindowBits();
            assertTrue(judge.farthest() <= window, judge.farthest() + " bytes back, window " + window);
            assertTrue(judge.farthest() > window / 2, judge.farthest() + " bytes back: the window is not used");
        }

        @Test
        void ofZlibWouldNotBeSmallByThemselves() { // or the test above would prove nothing
            ReferenceInflater judge = new ReferenceInflater();
            judge.message(Messages.zlib(Messages.json(new Random(1), 70_000)));
            assertTrue(judge.farthest() > 1 << 14, judge.farthest() + " bytes back");
        }
    }

    @Nested
    class Context {
        @Test
        void makesTheSecondMessageSmaller() {
            byte[] message = Messages.json(new Random(2), 1000);
            try (PermessageDeflate sender = sending(DeflateDirection.UNRESTRICTED, -1)) {
                byte[] first = encode(sender, message);
                byte[] second = encode(sender, message);
                assertTrue(second.length < 40 && first.length > 200, first.length + ", " + second.length);
            }
        }

        @Test
        void isDroppedWhereItMustBe() {
            DeflateDirection forgetful = new DeflateDirection(ContextTakeover.FORBIDDEN, 15);
            byte[] message = Messages.json(new Random(2), 1000);
            try (PermessageDeflate sender = sending(forgetful, -1)) {
                byte[] first = encode(sender, message);
                assertArrayEquals(new byte[1], encode(sender, new byte[0]));
                assertArrayEquals(first, encode(sender, message));
            }
        }
    }

    @Nested
    class Payloads {
        @Test
        void ofAnEmptyMessageAreOneOctet() { // 7.2.3.6
            try (PermessageDeflate sender = sending(DeflateDirection.UNRESTRICTED, -1)) {
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(hex("00"), encode(sender, new byte[0]));
                }
                encode(sender, new byte[10]);
                assertArrayEquals(hex("00"), encode(sender, new byte[0]));
                ByteArrayOutputStream none = new ByteArrayOutputStream();
                sender.encode(new byte[0], 0, 0, into(none));
                sender.encode(new byte[5], 5, 0, into(none));
                sender.endEncode(into(none));
                assertArrayEquals(hex("00"), none.toByteArray());
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 6, 9})
        void areReadableAtEveryLevel(int level) {
            Random random = new Random(level);
            ReferenceInflater judge = new ReferenceInflater();
            try (PermessageDeflate sender = sending(DeflateDirection.UNRESTRICTED, level)) {
                for (int size : SIZES) {
                    byte[] message = Messages.json(random, size);
                    byte[] payload = encode(sender, message);
                    assertArrayEquals(message, judge.message(payload));
                    if (level == 0) {
                        assertTrue(payload.length > size, "level 0 stores");
                    }
                }
            }
        }

        @Test
        void areReadableAndWithoutTailWhateverTheirLength() { // the flush ends in every place of the output buffer
            Random random = new Random(3);
            ReferenceInflater judge = new ReferenceInflater();
            try (PermessageDeflate sender = sending(DeflateDirection.UNRESTRICTED, -1)) {
                for (int size = PermessageDeflate.OUTPUT_BYTES - 40;
                        size < PermessageDeflate.OUTPUT_BYTES + 10;
                        size++) {
                    byte[] message = Messages.noise(random, size);
                    byte[] payload = encode(sender, message);
                    assertArrayEquals(message, judge.message(payload), size + " bytes");
                    byte[] end = Arrays.copyOfRange(payload, payload.length - 4, payload.length);
                    assertFalse(Arrays.equals(hex("00 00 ff ff"), end), size + " bytes");
                }
            }
        }

        @Test
        void areTheSameHoweverTheMessageComes() throws ProtocolException {
            byte[] message = Messages.json(new Random(4), 3000);
            for (int pieces : new int[] {1, 2, 7, 100, 3000}) {
                ByteArrayOutputStream payload = new ByteArrayOutputStream();
                try (PermessageDeflate sender = sending(new DeflateDirection(ContextTakeover.ALLOWED, 10), -1)) {
                    for (int i = 0; i < pieces; i++) {
                        int from = message.length * i / pieces;
                        sender.encode(message, from, message.length * (i + 1) / pieces - from, into(payload));
                    }
                    sender.endEncode(into(payload));
                }
                ReferenceInflater judge = new ReferenceInflater();
                assertArrayEquals(message, judge.message(payload.toByteArray()), pieces + " pieces");
                assertTrue(judge.farthest() <= 1024, judge.farthest() + " bytes back");
            }
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void areCompressedAsTheRoleSays(Role role) throws ProtocolException {
            DeflateAgreement agreement = new DeflateAgreement(
                    new DeflateDirection(ContextTakeover.FORBIDDEN, 15),
                    new DeflateDirection(ContextTakeover.ALLOWED, 15));
            Role other = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
            byte[] message = Messages.json(new Random(5), 1000);
            try (PermessageDeflate sender =
                            PermessageDeflate.of(role, agreement, DeflateSettings.DEFAULT, Limits.DEFAULT);
                    PermessageDeflate receiver =
                            PermessageDeflate.of(other, agreement, DeflateSettings.DEFAULT, Limits.DEFAULT)) {
                byte[] first = encode(sender, message);
                byte[] second = encode(sender, message);
                assertEquals(role == Role.SERVER, first.length == second.length);
                assertArrayEquals(message, decode(receiver, first));
                assertArrayEquals(message, decode(receiver, second));
            }
        }
    }

    @Nested
    class Life {
        @ParameterizedTest
        @ValueSource(ints = {8, 15})
        void anAbandonedMessageIsTheLast(int bits) {
            DeflateDirection direction = new DeflateDirection(ContextTakeover.ALLOWED, bits);
            try (PermessageDeflate sender = sending(direction, -1)) {
                byte[] message = Messages.noise(new Random(6), 100_000);
                int[] calls = {0};
                sender.encode(message, 0, message.length, (bytes, offset, length) -> {
                    calls[0]++;
                    return false;
                });
                assertEquals(1, calls[0]);
                ByteArrayOutputStream none = new ByteArrayOutputStream();
                assertThrows(IllegalStateException.class, () -> sender.endEncode(into(none)));
                assertThrows(IllegalStateException.class, () -> sender.encode(message, 0, 1, into(none)));
            }
        }

        @Test
        void abandoningAtTheEndIsFinalToo() {
            for (byte[] message : List.of(new byte[0], new byte[10])) {
                try (PermessageDeflate sender = sending(DeflateDirection.UNRESTRICTED, -1)) {
                    ByteArrayOutputStream none = new ByteArrayOutputStream();
                    sender.encode(message, 0, message.length, into(none));
                    sender.endEncode((bytes, offset, length) -> false);
                    assertThrows(IllegalStateException.class, () -> sender.endEncode(into(none)));
                }
            }
        }
    }

    private static PermessageDeflate sending(DeflateDirection direction, int level) {
        DeflateSettings settings =
                new DeflateSettings(DeflateDirection.UNRESTRICTED, DeflateDirection.UNRESTRICTED, level);
        DeflateAgreement agreement = new DeflateAgreement(DeflateDirection.UNRESTRICTED, direction);
        return PermessageDeflate.of(Role.CLIENT, agreement, settings, Limits.DEFAULT);
    }
}
