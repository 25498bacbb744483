package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.keyByte;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import dev.parley.wire.Opcode;
import java.util.Arrays;
import java.util.List;

/** Faults of {@link SeventhBlindFault} in frames, fragments and how the network cuts them. Stateless. */
final class SeventhFrameFaults {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LARGEST_CONTROL = 125;
    private static final int RSV1 = 4;
    private static final int RECORD = 16 * 1024;

    private SeventhFrameFaults() {}

    static Behaviour topBitCleared() {
        return Behaviours.reading((opcode, declared) -> declared & Long.MAX_VALUE);
    }

    static Behaviour echoOf65535() {
        return SecondFrameFaults.longFormOf(frame -> frame.length() == 0xFFFF, 8);
    }

    static Behaviour maskRestartsAtRead() {
        return in((frame, memory) -> frame.masked() && !frame.cuts().isEmpty(), frame -> {
            byte[] bytes = frame.payload().clone();
            int begin = 0;
            for (int i = 0; i < bytes.length; i++) {
                begin = frame.cuts().contains(i) ? i : begin;
                bytes[i] ^= (byte) (keyByte(frame, i) ^ keyByte(frame, i - begin));
            }
            return frame.withPayload(bytes);
        });
    }

    static Behaviour maskOfZerosRefused() {
        return in((frame, memory) -> frame.masked() && frame.key() == 0, frame -> frame.withMasked(false));
    }

    static Behaviour unmaskedControl() {
        return in((frame, memory) -> frame.isControl(), frame -> frame.withMasked(true));
    }

    static Behaviour pongUnsolicited() {
        return in((frame, memory) -> frame.is(PONG), Frame::spoiled);
    }

    static Behaviour rsv1OfContinuationCleared() {
        return in((frame, memory) -> memory.deflate && frame.is(0), frame -> frame.withRsv(frame.rsv() & 3));
    }

    /** The flags are judged, and kept, as soon as they are there. */
    static Behaviour rsv1HeaderSplit() {
        return in(
                (frame, memory) -> memory.deflate
                        && isData(frame)
                        && (frame.rsv() & RSV1) != 0
                        && frame.headCuts().stream().anyMatch(at -> at > 1),
                Frame::spoiled);
    }

    private static boolean isData(Frame frame) {
        return frame.is(TEXT) || frame.is(BINARY);
    }

    static Behaviour reservedControlSkipped() {
        return Behaviours.dropping(frame -> frame.opcode() > PONG);
    }

    static Behaviour unfinishedMerged() {
        return in((frame, memory) -> {
            Frame taken = isData(frame) && !frame.fin() && memory.isOpen() ? frame.withOpcode(0) : frame;
            memory.open(taken);
            return same(taken);
        });
    }

    static Behaviour staleContinuation() {
        return in((frame, memory) -> {
            boolean stray = frame.is(0) && !memory.isOpen() && memory.seen;
            Frame taken = stray ? frame.withOpcode(memory.text ? TEXT : BINARY) : frame;
            boolean open = memory.open(taken);
            if (!frame.isControl()) {
                memory.seen = frame.fin() && open;
            }
            return same(taken);
        });
    }

    static Behaviour controlOf125Refused() {
        return in((frame, memory) -> frame.isControl() && frame.length() == LARGEST_CONTROL, Frame::spoiled);
    }

    /** One ping is taken from each read. */
    static Behaviour onePongARead() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                boolean dropped = memory.seen && frame.is(PING);
                memory.seen |= frame.is(PING);
                return dropped ? List.of() : List.of(frame);
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                memory.seen = false;
                return List.of();
            }
        };
    }

    /** The sum with what came before is negative, and nothing is left to be read. */
    static Behaviour limitSumWraps() {
        long most = 20 << 20;
        return Behaviours.reading((opcode, declared) ->
                opcode == Opcode.CONTINUATION.value() && declared > Long.MAX_VALUE - most ? 0 : declared);
    }

    static Behaviour headerAcrossRecords() {
        return in((frame, memory) -> memory.secure && !frame.headCuts().isEmpty() ? List.of() : same(frame));
    }

    static Behaviour largeReplyCut() {
        return ThirdBlindFaults.writing((bytes, frame, memory) ->
                memory.secure && bytes.length > RECORD ? Arrays.copyOf(bytes, RECORD) : bytes);
    }

    static Behaviour emptyRepeatsLast() {
        return ThirdBlindFaults.speaking((payload, flags, memory) -> {
            memory.kept = payload.length == 0 ? memory.kept : payload;
            return memory.kept;
        });
    }
}
