package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.Limits;
import dev.parley.wire.MessageDecoder;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.MessageSink;
import dev.parley.wire.Opcode;
import dev.parley.wire.Role;
import dev.parley.wire.Violation;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are compressed on the wire (RFC 7692), and are not in the engine. */
final class CompressedFramesTest {
    private static final Limits LIMITS = new Limits(200_000, 200_000, 100);
    private static final DeflateAgreement AGREEMENT =
            new DeflateAgreement(DeflateDirection.UNRESTRICTED, DeflateDirection.UNRESTRICTED);

    private static MessageExtension deflate(Role role, Limits limits) {
        return PermessageDeflate.of(role, AGREEMENT, DeflateSettings.DEFAULT, limits);
    }

    /** Joins what the guard passes on. */
    private static final class Engine implements FrameGuard.Receiver {
        final List<String> seen = new ArrayList<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private int opcode;

        @Override
        public boolean onFrame(ByteBuffer frame) {
            int b0 = frame.get() & 0xFF;
            int length = frame.get() & 0x7F;
            frame.position(frame.position() + (length == 126 ? 2 : length == 127 ? 8 : 0));
            assertEquals(0, b0 & 0x70, "the engine knows of no extension");
            assertTrue(frame.remaining() <= FrameGuard.PIECE);
            byte[] payload = new byte[frame.remaining()];
            frame.get(payload);
            if ((b0 & 8) != 0) {
                seen.add("control " + (b0 & 0xF));
                return true;
            }
            opcode = (b0 & 0xF) == 0 ? opcode : b0 & 0xF;
            message.writeBytes(payload);
            if ((b0 & FrameHeader.FIN) != 0) {
                seen.add(opcode + " " + message.toString(StandardCharsets.UTF_8));
                message.reset();
            }
            return true;
        }

        @Override
        public void onClose(Optional<Integer> code, ByteBuffer reason) {
            seen.add("close " + code);
        }

        @Override
        public void onViolation(Violation violation) {
            seen.add(violation.name());
        }
    }

    /** What a client writes. */
    private static final class Client {
        private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        private final MessageExtension extension = deflate(Role.CLIENT, LIMITS);

        Client message(Opcode opcode, byte[]... fragments) {
            for (int i = 0; i < fragments.length; i++) {
                ByteArrayOutputStream encoded = new ByteArrayOutputStream();
                extension.encode(fragments[i], 0, fragments[i].length, (bytes, offset, length) -> {
                    encoded.write(bytes, offset, length);
                    return true;
                });
                boolean last = i == fragments.length - 1;
                if (last) {
                    extension.endEncode((bytes, offset, length) -> {
                        encoded.write(bytes, offset, length);
                        return true;
                    });
                }
                int first = i == 0 ? FrameHeader.RSV1 | opcode.value() : 0;
                frame(last ? FrameHeader.FIN | first : first, encoded.toByteArray());
            }
            return this;
        }

        Client frame(int first, byte[] payload) {
            byte[] out = new byte[payload.length + FrameHeader.MAX_SIZE];
            FrameEncoder encoder = FrameEncoder.client(() -> 0x12345678);
            encoder.output(out, 0, out.length);
            encoder.frame(first, payload, 0, payload.length);
            stream.write(out, 0, encoder.position());
            return this;
        }

        List<String> heardIn(int pieces) {
            Engine engine = new Engine();
            byte[] bytes = stream.toByteArray();
            try (MessageExtension server = deflate(Role.SERVER, LIMITS)) {
                FrameGuard guard = new FrameGuard(LIMITS, Optional.of(server), engine);
                for (int i = 0; i < pieces; i++) {
                    int from = (int) ((long) bytes.length * i / pieces);
                    int to = (int) ((long) bytes.length * (i + 1) / pieces);
                    ByteBuffer in = ByteBuffer.wrap(bytes.clone(), from, to - from);
                    while (in.hasRemaining()) {
                        guard.pass(in);
                    }
                }
            }
            extension.close();
            return engine.seen;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Integer> pieces() {
        return Stream.of(1, 2, 3, 7, 1000, 100_000);
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void passesInflatedMessagesOn(int pieces) {
        String longText = "grüß dich, Welt; ".repeat(9_000);
        List<String> heard = new Client()
                .message(Opcode.TEXT, utf8("Hello"))
                .message(Opcode.TEXT, utf8("Hello"))
                .message(Opcode.BINARY, new byte[0])
                .message(Opcode.TEXT, utf8(longText))
                .frame(0x81, utf8("plain"))
                .message(Opcode.TEXT, utf8("gr\u00fc").clone(), utf8(""), utf8("\u00df dich"))
                .frame(0x89, utf8("ping"))
                .message(Opcode.BINARY, utf8("last"))
                .heardIn(pieces);
        assertEquals(
                List.of("1 Hello", "1 Hello", "2 ", "1 " + longText, "1 plain", "1 grüß dich", "control 9", "2 last"),
                heard);
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void tellsWhatBreaksRulesOnlyOnceInflated(int pieces) {
        byte[] half = {(byte) 0xC3};
        byte[] never = {'a', (byte) 0xFF, 'b'};
        assertEquals(
                List.of("1 ok", "INVALID_UTF8"),
                new Client()
                        .message(Opcode.TEXT, utf8("ok"))
                        .message(Opcode.TEXT, never)
                        .message(Opcode.TEXT, utf8("never heard"))
                        .heardIn(pieces));
        assertEquals(
                List.of("INVALID_UTF8"), new Client().message(Opcode.TEXT, half).heardIn(pieces));
        assertEquals(
                List.of("MESSAGE_TOO_BIG"),
                new Client().message(Opcode.BINARY, new byte[200_001]).heardIn(pieces));
        assertEquals(
                List.of("INVALID_COMPRESSED_DATA"),
                new Client().frame(0xC2, new byte[] {7, 1, 2, 3}).heardIn(pieces));
    }

    @Test
    void refusesReservedBitWithoutAgreement() {
        Engine engine = new Engine();
        byte[] marked = {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0};
        new FrameGuard(LIMITS, Optional.empty(), engine).pass(ByteBuffer.wrap(marked));
        assertEquals(List.of("RESERVED_BIT"), engine.seen);
    }

    @Test
    void compressesWhatTheEngineWrites() throws Exception {
        byte[] large = utf8("to be or not to be ".repeat(8_000));
        DeflatedFrames frames = new DeflatedFrames(deflate(Role.SERVER, LIMITS));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (ByteBuffer frame : List.of(
                engineFrame(0x81, utf8("Hello")),
                engineFrame(0x82, new byte[0]),
                engineFrame(0x8A, utf8("pong")),
                engineFrame(0x01, large),
                engineFrame(0x80, utf8("end")))) {
            ByteBuffer encoded = frames.encode(frame).orElseThrow();
            stream.write(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
        }
        assertTrue(stream.size() < large.length / 10, stream.size() + " bytes");
        List<byte[]> heard = new ArrayList<>();
        MessageSink sink = new MessageSink() {
            @Override
            public boolean onText(String text) {
                return heard.add(utf8(text));
            }

            @Override
            public boolean onBinary(byte[] bytes) {
                return heard.add(bytes);
            }

            @Override
            public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
                return heard.add(utf8(opcode.name()));
            }
        };
        try (MessageExtension client = deflate(Role.CLIENT, LIMITS)) {
            byte[] bytes = stream.toByteArray();
            MessageDecoder.of(Role.CLIENT, LIMITS, sink, client).decode(bytes, 0, bytes.length);
        }
        List<byte[]> expected = List.of(
                utf8("Hello"), new byte[0], utf8("PONG"), utf8(new String(large, StandardCharsets.UTF_8) + "end"));
        assertEquals(expected.size(), heard.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), heard.get(i));
        }
        frames.close();
        assertEquals(Optional.empty(), frames.encode(engineFrame(0x81, utf8("late"))));
    }

    /** A frame as the engine gives it: an array with something around it. */
    private static ByteBuffer engineFrame(int first, byte[] payload) {
        byte[] out = new byte[3 + payload.length + FrameHeader.MAX_UNMASKED_SIZE];
        FrameEncoder encoder = FrameEncoder.server();
        encoder.output(out, 3, out.length);
        encoder.frame(first, payload, 0, payload.length);
        return ByteBuffer.wrap(out, 3, encoder.position() - 3).slice();
    }
}
