package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.both;
import static dev.parley.conformance.reference.Behaviours.compressing;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.ThirdBlindFaults.atFrame;
import static dev.parley.conformance.reference.ThirdBlindFaults.speaking;
import static dev.parley.conformance.reference.ThirdBlindFaults.together;

import dev.parley.conformance.reference.Behaviour.Reaction;
import dev.parley.wire.FrameSink;
import dev.parley.wire.deflate.DeflateAgreement;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What those of {@link ThirdBlindFault} do that are about text, compression and whole messages. Stateless. */
final class ThirdMessageFaults {
    private static final int RSV1 = 0x40;
    private static final int BUFFER = 4096;
    private static final int CHUNK = 1024;
    private static final int TAIL = 7;

    private ThirdMessageFaults() {}

    private static boolean isText(int flags) {
        return (flags & FrameSink.TEXT) != 0;
    }

    private static boolean isPacked(int flags) {
        return (flags & FrameSink.RSV1) != 0;
    }

    private static boolean isData(Frame frame) {
        return frame.is(1) || frame.is(2);
    }

    private static boolean isPacked(Frame frame) {
        return (frame.byte0() & RSV1) != 0;
    }

    private static Frame plus(Frame frame, int bits) {
        return frame.withByte0(frame.byte0() | bits);
    }

    private static Frame minus(Frame frame, int bits) {
        return frame.withByte0(frame.byte0() & ~bits);
    }

    static Behaviour sidesSwapped() {
        return compressing(agreed -> new DeflateAgreement(agreed.client(), agreed.server()));
    }

    static Behaviour compressedBehindFirstControlFails() {
        return input((frame, memory) -> {
            memory.seen |= memory.count == 0 && frame.isControl();
            boolean first = memory.expected == 0 && isData(frame);
            memory.expected += isData(frame) ? 1 : 0;
            memory.count++;
            return List.of(first && memory.seen && isPacked(frame) ? plus(frame, 0x20) : frame);
        });
    }

    /** Whether a message is compressed is forgotten at a control frame in its midst. */
    static Behaviour controlInsideEndsCompression() {
        return input((frame, memory) -> {
            if (frame.isControl()) {
                memory.seen |= !memory.held.isEmpty();
                return List.of(frame);
            }
            boolean begins = memory.deflate && isData(frame) && isPacked(frame) && !frame.fin();
            boolean goesOn = frame.is(0) && !memory.held.isEmpty();
            if (goesOn || (begins && memory.held.isEmpty())) {
                memory.held.add(frame);
                if (!frame.fin()) {
                    return List.of();
                }
                List<Frame> all = new ArrayList<>(memory.held);
                if (memory.seen) {
                    all.set(0, minus(all.get(0), RSV1));
                }
                memory.held.clear();
                memory.seen = false;
                return all;
            }
            List<Frame> all = new ArrayList<>(memory.held);
            memory.held.clear();
            all.add(frame);
            return all;
        });
    }

    static Behaviour plainMessageInflated() {
        return input((frame, memory) -> List.of(memory.deflate && isData(frame) ? plus(frame, RSV1) : frame));
    }

    static Behaviour controlMarksNextAsCompressed() {
        return input((frame, memory) -> {
            if (memory.deflate && frame.isControl() && isPacked(frame)) {
                memory.seen = true;
                return List.of(minus(frame, RSV1));
            }
            boolean marked = memory.seen && isData(frame);
            memory.seen &= !marked;
            return List.of(marked ? plus(frame, RSV1) : frame);
        });
    }

    static Behaviour otherBitsIgnoredWhereCompressed() {
        return input((frame, memory) -> List.of(memory.deflate ? minus(frame, 0x30) : frame));
    }

    static Behaviour compressedControlFragmentDrops() {
        return atFrame(
                Reaction.DROPS,
                (frame, memory) -> memory.deflate && frame.isControl() && isPacked(frame) && !frame.fin());
    }

    static Behaviour emptyEchoHasNoOctet() {
        Behaviour speech = speaking((payload, flags, memory) -> {
            memory.seen = payload.length == 0;
            return payload;
        });
        return new Behaviour() {
            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                return speech.spoken(payload, flags, memory);
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                boolean empty = isData(frame) && isPacked(frame) && memory.seen;
                return List.of(empty ? frame.withPayload(new byte[0]) : frame);
            }
        };
    }

    static Behaviour compressedEmptyMessageDrops() {
        return atFrame(
                Reaction.DROPS,
                (frame, memory) -> memory.deflate
                        && isData(frame)
                        && frame.fin()
                        && isPacked(frame)
                        && frame.length() == 1
                        && frame.payload()[0] == 0);
    }

    static Behaviour lastFragmentOfOneZeroFails() {
        return input((frame, memory) -> {
            boolean inside = memory.seen;
            memory.seen = isData(frame) ? isPacked(frame) && !frame.fin() : inside && !(frame.is(0) && frame.fin());
            boolean one = inside && frame.is(0) && frame.fin() && frame.length() == 1 && frame.payload()[0] == 0;
            return List.of(one ? plus(frame, 0x20) : frame);
        });
    }

    static Behaviour trailerLeftOnLarge() {
        return eachOutput(frame -> {
            if (!isData(frame) || !isPacked(frame) || frame.length() < CHUNK) {
                return frame;
            }
            byte[] longer = Arrays.copyOf(frame.payload(), frame.length() + 4);
            longer[longer.length - 2] = (byte) 0xFF;
            longer[longer.length - 1] = (byte) 0xFF;
            return frame.withPayload(longer);
        });
    }

    /** Bytes that a payload inflates to if a block in it says that it is the last one; -1 if none does. */
    private static int finalLength(byte[] payload) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(payload);
            byte[] out = new byte[BUFFER];
            int got = inflater.inflate(out);
            while (got > 0 && !inflater.finished()) {
                got = inflater.inflate(out);
            }
            return inflater.finished() ? (int) Math.min(Integer.MAX_VALUE, inflater.getBytesWritten()) : -1;
        } catch (DataFormatException e) {
            return -1; // refers to earlier messages, or is wrong: not for this fault
        } finally {
            inflater.end();
        }
    }

    private static boolean isWholePacked(Frame frame, Memory memory) {
        return memory.deflate && isData(frame) && frame.fin() && isPacked(frame);
    }

    static Behaviour largeFinalBlockDrops() {
        return atFrame(
                Reaction.DROPS,
                (frame, memory) -> isWholePacked(frame, memory) && finalLength(frame.payload()) > BUFFER);
    }

    static Behaviour messagesBehindFinalBlockEmpty() {
        return together(
                input((frame, memory) -> {
                    boolean packed = isWholePacked(frame, memory);
                    memory.count += packed ? 1 : 0;
                    if (packed && memory.key == 0 && finalLength(frame.payload()) >= 0) {
                        memory.key = memory.count;
                    }
                    return List.of(frame);
                }),
                speaking((payload, flags, memory) -> {
                    memory.expected += isPacked(flags) ? 1 : 0;
                    boolean behind = isPacked(flags) && memory.key > 0 && memory.expected > memory.key;
                    return behind ? new byte[0] : payload;
                }));
    }

    static Behaviour plainOvertakesCompressed() {
        return both(
                (frame, memory) -> {
                    memory.expected += isData(frame) && frame.fin() && !isPacked(frame) ? 1 : 0;
                    return List.of(frame);
                },
                (frame, memory) -> {
                    if (!isData(frame)) {
                        return List.of(frame);
                    }
                    if (isPacked(frame) && memory.expected > 0) {
                        memory.held.add(frame);
                        return List.of();
                    }
                    memory.expected -= isPacked(frame) ? 0 : 1;
                    List<Frame> all = new ArrayList<>(List.of(frame));
                    if (memory.expected <= 0) {
                        memory.expected = 0;
                        all.addAll(memory.held);
                        memory.held.clear();
                    }
                    return all;
                });
    }

    /** The second of two that are packed at the same time. */
    static Behaviour tailComesFirst() {
        return together(
                input((frame, memory) -> {
                    memory.count = memory.expected == 0 ? 0 : memory.count;
                    memory.expected += isWholePacked(frame, memory) ? 1 : 0;
                    return List.of(frame);
                }),
                speaking((payload, flags, memory) -> {
                    if (!isPacked(flags)) {
                        return payload;
                    }
                    memory.expected = Math.max(0, memory.expected - 1);
                    boolean second = ++memory.count > 1 && payload.length > TAIL;
                    return second ? turned(payload) : payload;
                }));
    }

    private static byte[] turned(byte[] payload) {
        byte[] turned = new byte[payload.length];
        System.arraycopy(payload, payload.length - TAIL, turned, 0, TAIL);
        System.arraycopy(payload, 0, turned, TAIL, payload.length - TAIL);
        return turned;
    }

    static Behaviour textCutAtBuffer() {
        return speaking((payload, flags, memory) ->
                isText(flags) && payload.length > BUFFER ? Arrays.copyOf(payload, BUFFER) : payload);
    }

    static Behaviour messageBeyondBufferEmpty() {
        return speaking((payload, flags, memory) -> payload.length > BUFFER ? new byte[0] : payload);
    }

    static Behaviour zerosBehindNewlineLost() {
        return speaking((payload, flags, memory) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            boolean behind = false;
            for (byte one : payload) {
                if (one != 0 || !behind) {
                    out.write(one);
                }
                behind |= one == '\n';
            }
            return out.toByteArray();
        });
    }

    static Behaviour textFilledWithZeros() {
        return speaking((payload, flags, memory) ->
                isText(flags) ? Arrays.copyOf(payload, (payload.length + TAIL) & ~TAIL) : payload);
    }

    /** Of four bytes, and not of the first plane behind the basic one. */
    static Behaviour higherPlanesFail() {
        return input((frame, memory) -> {
            memory.open(frame);
            boolean text = !frame.isControl() && memory.text && !isPacked(frame);
            boolean high = false;
            for (byte one : frame.payload()) {
                high |= (one & 0xFF) >= 0xF1 && (one & 0xFF) <= 0xF4;
            }
            if (!text || !high) {
                return List.of(frame);
            }
            byte[] invalid = Arrays.copyOf(frame.payload(), frame.length() + 1);
            invalid[frame.length()] = (byte) 0xFF;
            return List.of(frame.withPayload(invalid));
        });
    }

    static Behaviour asciiForContinuationDrops() {
        return atFrame(Reaction.DROPS, (frame, memory) -> {
            if (!frame.is(1) || isPacked(frame)) {
                return false;
            }
            byte[] text = frame.payload();
            for (int i = 1; i < text.length; i++) {
                if ((text[i - 1] & 0xFF) >= 0xC2 && text[i] >= 0) {
                    return true;
                }
            }
            return false;
        });
    }

    /** Text is handled in chunks of UTF-16; a pair that is cut is lost. */
    static Behaviour cutSurrogatesLost() {
        return speaking((payload, flags, memory) -> {
            if (!isText(flags)) {
                return payload;
            }
            StringBuilder text = new StringBuilder(new String(payload, StandardCharsets.UTF_8));
            for (int end = CHUNK; end < text.length(); end += CHUNK) {
                if (Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
                    text.setCharAt(end - 1, '\uFFFD');
                    text.setCharAt(end, '\uFFFD');
                }
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        });
    }
}
