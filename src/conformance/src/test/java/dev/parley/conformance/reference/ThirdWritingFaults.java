package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.both;
import static dev.parley.conformance.reference.Behaviours.output;
import static dev.parley.conformance.reference.ThirdBlindFaults.writing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What those of {@link ThirdBlindFault} do that are about writing frames. Stateless. */
final class ThirdWritingFaults {
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int BUFFER = 1024;

    private ThirdWritingFaults() {}

    static Behaviour lengthOf126And127InOneByte() {
        return writing((bytes, frame, memory) -> {
            if (frame.length() != 126 && frame.length() != 127) {
                return bytes;
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {(byte) frame.byte0(), (byte) frame.length()});
            all.writeBytes(frame.payload());
            return all.toByteArray();
        });
    }

    static Behaviour lengthInFourBytes() {
        return writing((bytes, frame, memory) -> {
            int length = frame.length();
            if (length <= 0xFFFF) {
                return bytes;
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {(byte) frame.byte0(), 127});
            for (int shift : List.of(24, 16, 8, 0)) {
                all.write(length >> shift);
            }
            all.writeBytes(frame.payload());
            return all.toByteArray();
        });
    }

    /** What 16 bits hold of the length of a frame. */
    static Behaviour lengthCutTo16Bits() {
        return writing((bytes, frame, memory) -> {
            int length = frame.length();
            if (length <= 0xFFFF) {
                return bytes;
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {(byte) frame.byte0(), 126, (byte) (length >> 8), (byte) length});
            all.writeBytes(frame.payload());
            return all.toByteArray();
        });
    }

    /** Every buffer of a large message goes as a message of its own. */
    static Behaviour eachBufferIsMessage() {
        return output((frame, memory) -> {
            if (frame.isControl() || frame.length() <= BUFFER) {
                return List.of(frame);
            }
            List<Frame> all = new ArrayList<>();
            for (int from = 0; from < frame.length(); from += BUFFER) {
                int to = Math.min(frame.length(), from + BUFFER);
                all.add(frame.withPayload(Arrays.copyOfRange(frame.payload(), from, to)));
            }
            return all;
        });
    }

    /** A large frame is written in two parts, and a pong that is due between them. */
    static Behaviour pongInsideFrame() {
        Behaviour frames = both(
                (frame, memory) -> {
                    memory.expected += frame.is(PING) ? 1 : 0;
                    return List.of(frame);
                },
                (frame, memory) -> {
                    memory.expected -= frame.is(PONG) ? 1 : 0;
                    boolean waits = !frame.isControl()
                            && frame.length() > BUFFER
                            && memory.expected > 0
                            && memory.held.isEmpty();
                    if (waits) {
                        memory.held.add(frame);
                        return List.of();
                    }
                    return List.of(frame);
                });
        Behaviour bytes = writing((pong, frame, memory) -> {
            Frame large = frame.is(PONG) ? memory.held.poll() : null;
            if (large == null) {
                return pong;
            }
            byte[] all = large.bytes();
            ByteArrayOutputStream mixed = new ByteArrayOutputStream();
            mixed.write(all, 0, BUFFER);
            mixed.writeBytes(pong);
            mixed.write(all, BUFFER, all.length - BUFFER);
            return mixed.toByteArray();
        });
        return new Behaviour() {
            @Override
            public Where where() {
                return frames.where();
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                return frames.inbound(frame, memory);
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return frames.outbound(frame, memory);
            }

            @Override
            public byte[] written(byte[] written, Frame frame, Memory memory) {
                return bytes.written(written, frame, memory);
            }
        };
    }
}
