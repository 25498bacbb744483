package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.both;
import static dev.parley.conformance.reference.FourthBlindFaults.code;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.inAndWriting;
import static dev.parley.conformance.reference.FourthBlindFaults.joined;
import static dev.parley.conformance.reference.FourthBlindFaults.same;
import static dev.parley.conformance.reference.FourthBlindFaults.stayingOpen;
import static dev.parley.conformance.reference.FourthBlindFaults.withCode;

import dev.parley.wire.Violation;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults of {@link FourthBlindFault} in closing. Stateless. */
final class FourthClosingFaults {
    private static final int CLOSE = 8;
    private static final int NORMAL = 1000;
    private static final int NO_CODE = 1005;
    private static final int ABNORMAL = 1006;
    private static final int INVALID = 1007;
    private static final int TLS = 1015;
    private static final int FIRST_REGISTERED = 3000;
    private static final int MOST = 125;
    private static final int SOME = 62; // bytes of code and reason that are echoed
    private static final byte[] WORDS = "closed by client: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private FourthClosingFaults() {}

    /** Takes a close frame as another, and then answers what it would not have. */
    private static Behaviour answering(
            Predicate<Frame> test, UnaryOperator<Frame> reading, FourthBlindFaults.Change answer) {
        return both(
                (frame, memory) -> {
                    if (!frame.is(CLOSE) || !test.test(frame)) {
                        return same(frame);
                    }
                    memory.seen = true;
                    memory.kept = frame.payload();
                    return same(reading.apply(frame));
                },
                (frame, memory) -> frame.is(CLOSE) && memory.seen ? answer.of(frame, memory) : same(frame));
    }

    static Behaviour oneByteEchoed() {
        return answering(
                frame -> frame.length() == 1,
                frame -> frame.withPayload(new byte[0]),
                (frame, memory) -> same(frame.withPayload(memory.kept)));
    }

    static Behaviour code1015Echoed() {
        return answering(
                frame -> code(frame) == TLS,
                frame -> withCode(frame, NORMAL),
                (frame, memory) -> same(withCode(frame, TLS)));
    }

    static Behaviour emptyAnsweredWith1005() {
        return answering(
                frame -> frame.length() == 0, frame -> frame, (frame, memory) -> same(withCode(frame, NO_CODE)));
    }

    static Behaviour answerTooLong() {
        return inAndWriting(
                (frame, memory) -> {
                    memory.kept = frame.is(CLOSE) && frame.length() > 2 ? frame.payload() : memory.kept;
                    return same(frame);
                },
                (bytes, frame, memory) -> {
                    if (!frame.is(CLOSE) || !isAnswer(frame, memory)) {
                        return bytes;
                    }
                    byte[] reason = Arrays.copyOfRange(memory.kept, 2, memory.kept.length);
                    return frame.withPayload(joined(joined(frame.payload(), WORDS), reason))
                            .bytes();
                });
    }

    /** Whether it echoes the code that was received, and does not fail the connection. */
    private static boolean isAnswer(Frame frame, Memory memory) {
        return memory.kept.length > 2 && Arrays.equals(frame.payload(), Arrays.copyOf(memory.kept, 2));
    }

    static Behaviour answerCutsCharacter() {
        return answering(
                frame -> frame.length() > 2,
                frame -> frame,
                (frame, memory) -> same(
                        isAnswer(frame, memory)
                                ? frame.withPayload(Arrays.copyOf(memory.kept, Math.min(SOME, memory.kept.length)))
                                : frame));
    }

    /** All frames of a read are given before the first of them is answered. */
    static Behaviour overtakesEcho() {
        return both(
                (frame, memory) -> {
                    memory.seen |= frame.is(CLOSE);
                    return same(frame);
                },
                (frame, memory) -> {
                    if (memory.seen && !frame.isControl()) {
                        memory.held.add(frame);
                        return List.of();
                    }
                    List<Frame> now = new ArrayList<>(same(frame));
                    if (frame.is(CLOSE)) {
                        now.addAll(memory.held);
                    }
                    return now;
                });
    }

    static Behaviour waitsForMessage() {
        return in((frame, memory) -> {
            memory.open(frame);
            if (frame.is(CLOSE) && memory.isOpen()) {
                memory.held.add(frame);
                return List.of();
            }
            List<Frame> now = new ArrayList<>(same(frame));
            if (!memory.isOpen()) {
                now.addAll(memory.held);
                memory.held.clear();
            }
            return now;
        });
    }

    static Behaviour staysOpenAfterEmpty() {
        return stayingOpen(
                (frame, memory) -> {
                    memory.seen |= frame.is(CLOSE) && frame.length() == 0;
                    return same(frame);
                },
                (frame, memory) -> same(frame));
    }

    static Behaviour staysOpenAfter1007() {
        return stayingOpen((frame, memory) -> same(frame), (frame, memory) -> {
            memory.seen |= frame.is(CLOSE) && code(frame) == INVALID;
            return same(frame);
        });
    }

    static Behaviour badCloseDropped() {
        return Behaviours.failing((code, violation) ->
                violation == Violation.TRUNCATED_CLOSE_CODE || violation == Violation.ILLEGAL_CLOSE_CODE
                        ? Optional.empty()
                        : Optional.of(code));
    }

    static Behaviour badDeflateIs1006() {
        return Behaviours.failing(
                (code, violation) -> Optional.of(violation == Violation.INVALID_COMPRESSED_DATA ? ABNORMAL : code));
    }

    static Behaviour largestRefused() {
        return in((frame, memory) -> frame.is(CLOSE) && frame.length() == MOST, Frame::spoiled);
    }

    static Behaviour code3000Refused() {
        return in((frame, memory) -> frame.is(CLOSE) && code(frame) == FIRST_REGISTERED, Frame::spoiled);
    }

    static Behaviour chunkBehindClose() {
        return ThirdBlindFaults.writing((bytes, frame, memory) -> frame.is(CLOSE) ? joined(bytes, LAST_CHUNK) : bytes);
    }

    static Behaviour windowOneBitMore() {
        return Behaviours.compressing(agreed -> new DeflateAgreement(
                new DeflateDirection(
                        agreed.server().contextTakeover(),
                        Math.min(
                                DeflateDirection.MAX_WINDOW_BITS,
                                agreed.server().maxWindowBits() + 1)),
                agreed.client()));
    }
}
