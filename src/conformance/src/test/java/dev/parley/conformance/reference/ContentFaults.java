package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;

import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Faults with what compressed messages hold, and with how much messages may hold. Stateless. */
final class ContentFaults {
    private static final byte[] STORED_HELLO = {0, 5, 0, -6, -1, 'H', 'e', 'l', 'l', 'o'};

    private ContentFaults() {}

    /** Takes the mark of a flush out of compressed echoes wherever it stands. */
    static Behaviour marksRemoved() {
        return eachOutput(frame -> frame.rsv() == 4 ? frame.withPayload(withoutMarks(frame.payload())) : frame);
    }

    private static byte[] withoutMarks(byte... bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            boolean mark = i + 3 < bytes.length
                    && bytes[i] == 0
                    && bytes[i + 1] == 0
                    && bytes[i + 2] == -1
                    && bytes[i + 3] == -1;
            if (mark) {
                i += 3;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toByteArray();
    }

    /** Echoes something else for a byte within a character that begins in the buffer before. */
    static Behaviour charactersBroken(int buffer) {
        return new Behaviour() {
            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                boolean across = (flags & FrameSink.RSV1) != 0
                        && (flags & FrameSink.TEXT) != 0
                        && payload.length > buffer
                        && (payload[buffer] & 0xC0) == 0x80;
                return across ? Arrays.copyOf(payload, buffer - 1) : payload;
            }
        };
    }

    /** Takes a block of the reserved type for the end of the message where a stored one stands before it. */
    static Behaviour reservedBlockEnds() {
        return eachInput(frame -> {
            byte[] payload = frame.payload();
            boolean ends = frame.rsv() == 4
                    && payload.length == STORED_HELLO.length + 1
                    && Arrays.equals(Arrays.copyOf(payload, STORED_HELLO.length), STORED_HELLO)
                    && (payload[STORED_HELLO.length] & 6) == 6;
            return ends ? frame.withPayload(Arrays.copyOf(STORED_HELLO, payload.length)) : frame;
        });
    }

    /** Inflates as much as fits, and delivers that, where a message is a few bytes too long. */
    static Behaviour cutAboveLimit() {
        return new Behaviour() {
            @Override
            public Limits inflating(Limits kept) {
                return kept.withMaxMessagePayload(kept.maxMessagePayload() + 8);
            }

            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                int most = 20 << 20;
                return payload.length > most ? Arrays.copyOf(payload, most) : payload;
            }
        };
    }

    /** Counts the bytes of fragments as if all were of one message. */
    static Behaviour allCounted(int most) {
        return input((frame, memory) -> {
            boolean part = !frame.isControl() && (frame.is(0) || !frame.fin());
            memory.count += part ? frame.length() : 0;
            return List.of(memory.count > most ? frame.spoiled() : frame);
        });
    }
}
