package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.both;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.output;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What those of {@link SecondBlindFault} do that are about order, closing and compression. Stateless. */
final class SecondBlindFaults {
    private static final int PROTOCOL_ERROR = 1002;
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private SecondBlindFaults() {}

    /** Changes the echoes of messages of which one frame, or one between them, is of this kind. */
    static Behaviour echoOf(BiPredicate<Frame, Memory> kind, UnaryOperator<Frame> change) {
        return both(
                (frame, memory) -> {
                    memory.open(frame);
                    memory.count |= kind.test(frame, memory) ? 1 : 0;
                    if (!frame.isControl() && frame.fin()) {
                        memory.held.add(Frame.of(memory.count, new byte[0]));
                        memory.count = 0;
                    }
                    return List.of(frame);
                },
                (frame, memory) -> {
                    Frame mark = frame.isControl() ? null : memory.held.poll();
                    return List.<Frame>of(mark != null && mark.byte0() > 0 ? change.apply(frame) : frame);
                });
    }

    /** Changes all frames of one read together. */
    static Behaviour atEndOfRead(BiFunction<List<Frame>, Memory, List<Frame>> change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                memory.held.add(frame);
                return List.of();
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                List<Frame> read = List.copyOf(memory.held);
                memory.held.clear();
                return change.apply(read, memory);
            }
        };
    }

    static Behaviour shortFirst() {
        return atEndOfRead((read, memory) -> {
            boolean messages = read.stream().allMatch(one -> (one.is(1) || one.is(2)) && one.fin() && one.rsv() == 0);
            return messages
                    ? read.stream().sorted(Comparator.comparing(Frame::length)).toList()
                    : read;
        });
    }

    static Behaviour messagesBeforeFailureLost() {
        return atEndOfRead((read, memory) -> {
            for (int i = 0; i < read.size(); i++) {
                if (isBad(read.get(i))) {
                    return read.subList(i, read.size());
                }
            }
            return read;
        });
    }

    private static boolean isBad(Frame frame) {
        boolean reserved = frame.opcode() > 10 || (frame.opcode() > 2 && !frame.isControl());
        boolean control = frame.isControl() && (!frame.fin() || frame.length() > 125);
        return !frame.masked() || (frame.rsv() & 3) != 0 || reserved || control;
    }

    static Behaviour closeOvertakesPongs() {
        return atEndOfRead((read, memory) -> read.stream().anyMatch(one -> one.is(8))
                ? read.stream().filter(one -> !one.is(9)).toList()
                : read);
    }

    static Behaviour unfinishedEchoedAtClose() {
        return input((frame, memory) -> memory.open(frame) && frame.is(8)
                ? List.of(frame.withByte0(0x80).withPayload(new byte[0]), frame)
                : List.of(frame));
    }

    static Behaviour codeRefused(IntPredicate test) {
        return eachInput(
                frame -> frame.is(8) && frame.length() > 1 && test.test(code(frame)) ? frame.spoiled() : frame);
    }

    /** Takes these codes as if they were another. */
    static Behaviour codeTakenAs(IntUnaryOperator as) {
        return eachInput(frame -> {
            if (!frame.is(8) || frame.length() < 2) {
                return frame;
            }
            int code = as.applyAsInt(code(frame));
            byte[] payload = frame.payload().clone();
            payload[0] = (byte) (code >> 8);
            payload[1] = (byte) code;
            return frame.withPayload(payload);
        });
    }

    private static int code(Frame close) {
        return ((close.payload()[0] & 0xFF) << 8) | (close.payload()[1] & 0xFF);
    }

    /** A failure is explained at length. */
    static Behaviour reasonOf(byte[] reason) {
        return output((frame, memory) -> {
            if (!frame.is(8) || frame.length() < 2 || code(frame) < PROTOCOL_ERROR) {
                return List.of(frame);
            }
            byte[] payload = Arrays.copyOf(frame.payload(), 2 + reason.length);
            System.arraycopy(reason, 0, payload, 2, reason.length);
            return List.of(frame.withPayload(payload));
        });
    }

    static byte[] longReason() {
        byte[] reason = new byte[140];
        Arrays.fill(reason, (byte) 'x');
        return reason;
    }

    static byte[] cutReason() {
        byte[] reason = Arrays.copyOf(longReason(), 123);
        reason[122] = (byte) 0xC3; // the first byte of two
        return reason;
    }

    static Behaviour eachFragmentInflated() {
        return input((frame, memory) -> {
            boolean midway = memory.open(frame);
            if (!frame.isControl() && !midway) {
                memory.count = frame.rsv() == 4 ? 1 : 0;
            }
            boolean piece = !frame.isControl() && !frame.fin() && memory.count > 0 && frame.length() > 0;
            return List.of(piece ? frame.withPayload(joined(frame.payload(), TAIL)) : frame);
        });
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static Behaviour messageBehindFinalBlockLost() {
        return input((frame, memory) -> {
            if (frame.rsv() != 4 || frame.isControl()) {
                return List.of(frame);
            }
            boolean lost = memory.count > 0;
            memory.count |= hasFinalBlock(frame.payload()) ? 1 : 0;
            return lost ? List.of() : List.of(frame);
        });
    }

    private static boolean hasFinalBlock(byte[] packed) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(joined(packed, TAIL));
            byte[] out = new byte[8192];
            int got = 1;
            while (!inflater.finished() && got > 0) {
                got = inflater.inflate(out);
            }
            return inflater.finished();
        } catch (DataFormatException e) {
            return false; // looks back to what this one has not seen
        } finally {
            inflater.end();
        }
    }

    static Behaviour pingMidwayForgetsCompression() {
        return input((frame, memory) -> {
            boolean midway = memory.open(frame);
            if (!frame.isControl() && !midway) {
                memory.count = frame.rsv() == 4 ? 1 : 0;
            }
            if (frame.is(9) && midway && memory.count == 1) {
                memory.count = 2;
            }
            return List.of(frame.is(0) && memory.count == 2 ? frame.spoiled() : frame);
        });
    }

    static Behaviour emptyFirstNotCompressed() {
        return eachInput(frame -> frame.rsv() == 4 && !frame.fin() && frame.length() == 0 ? frame.withRsv(0) : frame);
    }

    /** Fragments of compressed text go the way of binary data. */
    static Behaviour compressedFragmentsUnchecked() {
        Behaviour marked = echoOf(
                (frame, memory) -> frame.is(2) && frame.rsv() == 4 && !frame.fin() && memory.key == 1,
                echo -> echo.withOpcode(1));
        return both(
                (frame, memory) -> {
                    boolean text = frame.is(1) && frame.rsv() == 4 && !frame.fin();
                    memory.key = text ? 1 : 0;
                    return marked.inbound(text ? frame.withOpcode(2) : frame, memory);
                },
                marked::outbound);
    }

    static Behaviour compressedBinaryAsText() {
        return output((frame, memory) -> List.of(frame.is(2) && frame.rsv() == 4 ? frame.withOpcode(1) : frame));
    }

    /** A trait for which the frames of the client have to be seen one by one. */
    static Behaviour seeingFrames(Trait being) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public boolean has(Trait trait) {
                return trait == being;
            }
        };
    }
}
