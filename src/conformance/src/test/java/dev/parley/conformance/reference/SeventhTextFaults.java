package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.both;
import static dev.parley.conformance.reference.FourthBlindFaults.code;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.invalidText;
import static dev.parley.conformance.reference.FourthBlindFaults.same;
import static dev.parley.conformance.reference.FourthBlindFaults.withCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Faults of {@link SeventhBlindFault} in text and in closing. Stateless. */
final class SeventhTextFaults {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int RSV1 = 4;
    private static final int WORD = 8;
    private static final int LARGE = 1 << 16;
    private static final int MOST_OF_REASON = 63; // bytes
    private static final int NORMAL = 1000;
    private static final int FIRST_OF_LIBRARIES = 3000;
    private static final int BEHIND_LAST = 5000;

    private SeventhTextFaults() {}

    static Behaviour nonCharacterRefused() {
        return TextFaults.refused(TextFaults::hasNonCharacter);
    }

    /** Whole words of a text are validated, if there is one. */
    static Behaviour fastPathTail() {
        return SixthTextFaults.taking(bytes -> {
            byte[] seen = bytes.clone();
            if (bytes.length > WORD) {
                Arrays.fill(seen, bytes.length / WORD * WORD, bytes.length, (byte) 'a');
            }
            return seen;
        });
    }

    static Behaviour splitInRead() {
        return in(
                (frame, memory) -> frame.is(TEXT)
                        && frame.fin()
                        && frame.rsv() == 0
                        && frame.cuts().stream().anyMatch(at -> (frame.payload()[at] & 0xC0) == 0x80),
                frame -> invalidText());
    }

    static Behaviour compressedUnchecked() {
        return SixthTextFaults.asBinary(
                (frame, memory) -> memory.deflate && frame.is(TEXT) && (frame.rsv() & RSV1) != 0);
    }

    static Behaviour applicationCodesRefused() {
        return CloseFaults.refusing(code -> code >= FIRST_OF_LIBRARIES && code < BEHIND_LAST);
    }

    static Behaviour anyCodeFrom1000() {
        return both(
                (frame, memory) -> {
                    int code = frame.is(CLOSE) ? code(frame) : -1;
                    if (code < NORMAL || code >= FIRST_OF_LIBRARIES) {
                        return same(frame);
                    }
                    memory.key = code;
                    return same(withCode(frame, NORMAL));
                },
                (frame, memory) -> same(
                        frame.is(CLOSE) && code(frame) == NORMAL && memory.key > 0
                                ? withCode(frame, memory.key)
                                : frame));
    }

    /** The answer has as much of the reason as fits a small buffer. */
    static Behaviour reasonCutInCharacter() {
        return both(
                (frame, memory) -> {
                    memory.kept = frame.is(CLOSE) ? frame.payload() : memory.kept;
                    return same(frame);
                },
                (frame, memory) -> {
                    int most = Math.min(memory.kept.length, 2 + MOST_OF_REASON);
                    boolean answer = frame.is(CLOSE)
                            && memory.kept.length > 2
                            && Arrays.equals(frame.payload(), Arrays.copyOf(memory.kept, 2));
                    return same(answer ? frame.withPayload(Arrays.copyOf(memory.kept, most)) : frame);
                });
    }

    static Behaviour splitCloseJudgedEarly() {
        return in(
                (frame, memory) -> frame.is(CLOSE) && !frame.cuts().isEmpty(),
                frame -> frame.withPayload(
                        Arrays.copyOf(frame.payload(), frame.cuts().get(0))));
    }

    /** All frames of a read are given before the first of them is answered. */
    static Behaviour closeOvertakesLarge() {
        return both(
                (frame, memory) -> {
                    memory.seen |= frame.is(CLOSE);
                    return same(frame);
                },
                (frame, memory) -> {
                    if (memory.seen && !frame.isControl() && frame.length() > LARGE) {
                        memory.held.add(frame);
                        return List.of();
                    }
                    List<Frame> now = new ArrayList<>(same(frame));
                    if (frame.is(CLOSE)) {
                        now.addAll(memory.held);
                        memory.held.clear();
                    }
                    return now;
                });
    }

    /** Of a close frame behind what fails the connection in the same read; the {@link Trait} is for later ones. */
    static Behaviour closeAnsweredTwice() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public boolean has(Trait trait) {
                return trait == Trait.ANSWERS_CLOSE_AFTER_FAILURE;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                memory.seen |= frame.is(CLOSE);
                memory.key = frame.is(CLOSE) && isSound(frame) ? Math.max(NORMAL, code(frame)) : memory.key;
                return same(frame);
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                boolean failure = frame.is(CLOSE) && memory.key > 0 && code(frame) != memory.key;
                return failure ? List.of(frame, withCode(frame, memory.key)) : same(frame);
            }
        };
    }

    /** Whether a server would answer it. */
    private static boolean isSound(Frame frame) {
        int code = code(frame);
        boolean known = code == NORMAL || code == NORMAL + 1 || (code >= FIRST_OF_LIBRARIES && code < BEHIND_LAST);
        return frame.fin() && frame.masked() && frame.rsv() == 0 && (frame.length() == 0 || known);
    }
}
