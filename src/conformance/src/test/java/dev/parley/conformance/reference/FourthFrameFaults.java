package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.both;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.keyByte;
import static dev.parley.conformance.reference.FourthBlindFaults.masked;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Faults of {@link FourthBlindFault} in frames, their lengths and their masking. Stateless. */
final class FourthFrameFaults {
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int BUFFER = 4094;
    private static final int WORDS = 16;
    private static final int FRAMES_A_READ = 16;
    private static final int IN_16_BITS = 126;
    private static final int IN_64_BITS = 127;
    private static final int MOST_IN_7_BITS = 125;
    private static final long LOW_WORD = 0xFFFF_FFFFL;

    private FourthFrameFaults() {}

    static Behaviour unmaskedContinuation() {
        return in((frame, memory) -> frame.is(0), frame -> frame.withMasked(true));
    }

    static Behaviour unmaskedEmpty() {
        return in((frame, memory) -> frame.length() == 0, frame -> frame.withMasked(true));
    }

    static Behaviour pongStaysMasked() {
        return both(
                (frame, memory) -> {
                    if (frame.is(PING)) {
                        memory.held.add(frame);
                    }
                    return same(frame);
                },
                (frame, memory) -> {
                    Frame ping = frame.is(PONG) ? memory.held.poll() : null;
                    return same(ping == null ? frame : frame.withPayload(masked(ping, 0)));
                });
    }

    static Behaviour closeIsMasked() {
        return Behaviours.eachOutput(frame -> frame.is(8) ? frame.withMasked(true) : frame);
    }

    static Behaviour zeroIsNoKey() {
        return in((frame, memory) -> keyByte(frame, 0) == 0, frame -> frame.withPayload(masked(frame, 0)));
    }

    static Behaviour lastThreeStayMasked() {
        return in(
                (frame, memory) -> frame.length() >= WORDS && frame.length() % 4 == 3,
                frame -> frame.withPayload(masked(frame, frame.length() - 3)));
    }

    static Behaviour keyRestarts() {
        return in((frame, memory) -> frame.length() > BUFFER, frame -> {
            byte[] bytes = masked(frame, BUFFER);
            for (int i = BUFFER; i < bytes.length; i++) {
                bytes[i] ^= keyByte(frame, i % BUFFER);
            }
            return frame.withPayload(bytes);
        });
    }

    static Behaviour otherBitsFree() {
        return in((frame, memory) -> memory.deflate, frame -> frame.withRsv(frame.rsv() & 4));
    }

    static Behaviour emptyReservedSkipped() {
        return Behaviours.dropping(frame -> frame.length() == 0 && (frame.opcode() & 7) > 2); // 3 to 7, 11 to 15
    }

    static Behaviour lowWordOnly() {
        return Behaviours.reading((opcode, declared) -> declared > LOW_WORD ? declared & LOW_WORD : declared);
    }

    static Behaviour lengthShiftWraps() {
        return ThirdBlindFaults.writing((bytes, frame, memory) -> {
            if ((bytes[1] & 0x7F) == IN_64_BITS) {
                System.arraycopy(bytes, 6, bytes, 2, 4);
            }
            return bytes;
        });
    }

    static Behaviour longFormFor125() {
        return Behaviours.eachOutput(frame -> frame.length() == MOST_IN_7_BITS ? frame.withForm(2) : frame);
    }

    static Behaviour lowByteSigned() {
        return ThirdBlindFaults.writing((bytes, frame, memory) -> {
            if ((bytes[1] & 0x7F) == IN_16_BITS && bytes[3] < 0) {
                bytes[2]--;
            }
            return bytes;
        });
    }

    static Behaviour sixteenARead() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                List<Frame> now = new ArrayList<>();
                if (memory.count == 0) { // another read: the rest of the one before
                    now.addAll(memory.held);
                    memory.held.clear();
                }
                if (++memory.count > FRAMES_A_READ) {
                    memory.held.add(frame);
                } else {
                    now.add(frame);
                }
                return now;
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                memory.count = 0;
                return List.of();
            }
        };
    }

    static Behaviour secondPieceZero() {
        return in((frame, memory) -> frame.cuts().size() > 1, frame -> {
            byte[] bytes = frame.payload().clone();
            Arrays.fill(bytes, frame.cuts().get(0), frame.cuts().get(1), (byte) 0);
            return frame.withPayload(bytes);
        });
    }

    static Behaviour frameBehindEmptyLost() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                boolean lost = memory.seen;
                memory.seen = !lost && frame.length() == 0;
                return lost ? List.of() : List.of(frame);
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                memory.seen = false;
                return List.of();
            }
        };
    }
}
