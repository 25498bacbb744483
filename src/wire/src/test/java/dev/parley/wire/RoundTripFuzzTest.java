package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the encoder writes, whole or in fragments, the decoder delivers unchanged; text is refused exactly if the JDK's
 * strict decoder refuses it. The first bytes choose role, fragment size, read size and key; the rest is the payload.
 */
class RoundTripFuzzTest {
    private static final int HEAD = 6;

    @FuzzTest(maxDuration = "12m")
    void decodesWhatWasEncoded(byte[] input) {
        if (input.length < HEAD) {
            return;
        }
        Role sender = (input[0] & 1) != 0 ? Role.CLIENT : Role.SERVER;
        boolean text = (input[0] & 2) != 0;
        int fragment = 1 + (input[1] & 0xFF);
        int read = 1 + (input[2] & 0xFF);
        byte[] payload = Arrays.copyOfRange(input, HEAD, input.length);
        byte[] stream = encode(sender, text ? Opcode.TEXT : Opcode.BINARY, fragment, input, payload);
        Received received = new Received();
        boolean refused = false;
        try {
            decode(MessageDecoder.of(sender.peer(), Limits.DEFAULT, received), stream, read);
        } catch (ProtocolException e) {
            refused = true;
            assertEquals(Violation.INVALID_UTF8, e.violation());
        }
        if (text) {
            String expected = strict(payload);
            assertEquals(expected.isEmpty() && payload.length > 0, refused);
            assertEquals(refused ? List.of() : List.of(expected), received.texts);
        } else {
            assertFalse(refused);
            assertEquals(1, received.binaries.size());
            assertArrayEquals(payload, received.binaries.get(0));
        }
    }

    private static byte[] encode(Role sender, Opcode opcode, int fragment, byte[] seed, byte[] payload) {
        int key = seed[3] << 24 | (seed[4] & 0xFF) << 8 | seed[5];
        FrameEncoder encoder = sender == Role.CLIENT ? FrameEncoder.client(() -> key) : FrameEncoder.server();
        byte[] out = new byte[payload.length + (payload.length / fragment + 2) * FrameHeader.MAX_SIZE];
        encoder.output(out, 0, out.length);
        Fragmenter fragmenter = new Fragmenter(encoder, Math.max(fragment, payload.length / 1000));
        fragmenter.begin(opcode.value(), payload, 0, payload.length);
        Fragmenter.Progress progress;
        do {
            progress = fragmenter.next();
            assertTrue(progress != Fragmenter.Progress.FULL);
        } while (progress != Fragmenter.Progress.DONE);
        return Arrays.copyOf(out, encoder.position());
    }

    private static void decode(MessageDecoder decoder, byte[] stream, int read) throws ProtocolException {
        byte[] buffer = new byte[FrameHeader.MAX_SIZE + read];
        int left = 0;
        for (int from = 0; from < stream.length; from += read) {
            int n = Math.min(read, stream.length - from);
            System.arraycopy(stream, from, buffer, left, n);
            int end = left + n;
            int position = decoder.decode(buffer, 0, end);
            left = end - position;
            System.arraycopy(buffer, position, buffer, 0, left);
        }
    }

    /** The text, or an empty one if it is not valid. */
    private static String strict(byte[] payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private static final class Received implements MessageSink {
        private final List<String> texts = new ArrayList<>();
        private final List<byte[]> binaries = new ArrayList<>();

        @Override
        public boolean onText(String text) {
            texts.add(text);
            return true;
        }

        @Override
        public boolean onBinary(byte[] bytes) {
            binaries.add(bytes);
            return true;
        }

        @Override
        public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
            throw new AssertionError("no control frame was sent");
        }
    }
}
