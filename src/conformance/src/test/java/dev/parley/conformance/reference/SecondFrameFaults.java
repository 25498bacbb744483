package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.output;
import static dev.parley.conformance.reference.Behaviours.reading;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** What those of {@link SecondBlindFault} do that are about headers of frames, masks and fragments. Stateless. */
final class SecondFrameFaults {
    private static final int LARGE = 64 * 1024;
    private static final int LARGE_PACKED = 1024;

    private SecondFrameFaults() {}

    /** A byte of Java is signed. */
    static Behaviour lengthByteSigned() {
        return reading((opcode, declared) -> declared > 125 && declared <= 0xFFFF && (declared & 0x80) != 0
                ? Math.max(0, declared - 0x100)
                : declared);
    }

    static Behaviour longFormOf(Predicate<Frame> test, int form) {
        return eachOutput(frame -> test.test(frame) ? frame.withForm(form) : frame);
    }

    static Behaviour emptyFirstFragmentIgnored() {
        return dropping(frame -> (frame.is(1) || frame.is(2)) && !frame.fin() && frame.length() == 0);
    }

    static Behaviour emptyBinaryAsText() {
        return eachOutput(frame -> frame.is(2) && frame.length() == 0 ? frame.withOpcode(1) : frame);
    }

    static Behaviour fragmentedBinaryAsText() {
        return SecondBlindFaults.echoOf(
                (frame, memory) -> frame.is(2) && !frame.fin(), echo -> echo.is(2) ? echo.withOpcode(1) : echo);
    }

    static Behaviour pingMidwayChangesType() {
        return SecondBlindFaults.echoOf(
                (frame, memory) -> frame.is(9) && memory.wasOpen, echo -> echo.is(1) ? echo.withOpcode(2) : echo);
    }

    static Behaviour pongJoinsMessage() {
        return input((frame, memory) -> List.of(memory.open(frame) && frame.is(10) ? frame.withByte0(0) : frame));
    }

    static Behaviour ping125Refused() {
        return eachInput(frame -> frame.is(9) && frame.length() == 125 ? frame.spoiled() : frame);
    }

    static Behaviour unmaskedTaken(Predicate<Frame> test) {
        return eachInput(frame -> test.test(frame) ? frame.withMasked(true) : frame);
    }

    /** RSV1 is seen, RSV2 and RSV3 are not. */
    static Behaviour reservedBitsTaken(Predicate<Frame> test) {
        return eachInput(frame -> test.test(frame) ? frame.withRsv(frame.rsv() & 4) : frame);
    }

    static Behaviour reservedOpcodeContinues() {
        return input((frame, memory) -> {
            boolean reserved = frame.opcode() > 2 && !frame.isControl();
            Frame taken = reserved && memory.isOpen() ? frame.withOpcode(0) : frame;
            memory.open(taken);
            return List.of(taken);
        });
    }

    /** A new message in the middle of another counts as its continuation, if their types are equal, or if they are not. */
    static Behaviour dataContinues(boolean same) {
        return input((frame, memory) -> {
            boolean first = frame.is(1) || frame.is(2);
            boolean alike = frame.is(1) == memory.text;
            Frame taken = first && memory.isOpen() && alike == same ? frame.withOpcode(0) : frame;
            memory.open(taken);
            return List.of(taken);
        });
    }

    static Behaviour continuationGoesOnBehindEnd() {
        return input((frame, memory) -> {
            boolean behind = frame.is(0) && !memory.isOpen() && memory.count > 0;
            Frame taken = behind ? frame.withOpcode(memory.text ? 1 : 2) : frame;
            memory.open(taken);
            memory.count = frame.isControl() ? memory.count : frame.is(0) ? 1 : 0;
            return List.of(taken);
        });
    }

    static Behaviour pongUnchecked() {
        return dropping(frame -> frame.is(10));
    }

    /** The key is an int that becomes a long with its sign, and two of them are joined: whole words of 8 bytes go wrong. */
    static Behaviour maskWithSign() {
        return eachInput(frame -> {
            if (!frame.masked() || frame.key() >= 0) {
                return frame;
            }
            byte[] payload = frame.payload().clone();
            for (int i = 0; i < (payload.length & ~7); i++) {
                payload[i] ^= (i & 7) < 4 ? (byte) ~keyByte(frame, i) : 0;
            }
            return frame.withPayload(payload);
        });
    }

    /** The place in the key goes on from the frame before, if that came in the same read. */
    static Behaviour maskGoesOnWithinRead() {
        return SecondBlindFaults.atEndOfRead((read, memory) -> {
            int before = 0;
            Frame[] changed = new Frame[read.size()];
            for (int f = 0; f < changed.length; f++) {
                Frame frame = read.get(f);
                byte[] payload = frame.payload().clone();
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= (byte) (keyByte(frame, i) ^ keyByte(frame, i + before));
                }
                before += payload.length;
                changed[f] = frame.withPayload(payload);
            }
            return List.of(changed);
        });
    }

    private static int keyByte(Frame frame, int at) {
        return frame.key() >>> (8 * (3 - (at & 3)));
    }

    static Behaviour cutPingShortened() {
        return eachInput(frame -> frame.is(9) && !frame.cuts().isEmpty()
                ? frame.withPayload(Arrays.copyOf(frame.payload(), frame.cuts().get(0)))
                : frame);
    }

    /** Sends large echoes as two fragments, the second with what only the first may have. */
    static Behaviour echoFragmentsRepeatOpcode() {
        return output((frame, memory) -> {
            boolean large = !frame.isControl() && frame.rsv() == 0 && frame.length() > LARGE;
            return large ? halves(frame, frame.byte0()) : List.of(frame);
        });
    }

    /** The same with RSV1, for what is compressed. */
    static Behaviour echoFragmentsRepeatRsv1() {
        return output((frame, memory) -> {
            boolean large = !frame.isControl() && frame.rsv() == 4 && frame.length() > LARGE_PACKED;
            return large ? halves(frame, 0xC0) : List.of(frame);
        });
    }

    private static List<Frame> halves(Frame frame, int byte0) {
        int half = frame.length() / 2;
        byte[] first = Arrays.copyOf(frame.payload(), half);
        byte[] second = Arrays.copyOfRange(frame.payload(), half, frame.length());
        return List.of(Frame.of(frame.byte0() & 0x7F, first), Frame.of(byte0, second));
    }
}
