package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.keyByte;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Faults that show in some states of a connection only, and in what one leaves to the next. Stateless. */
final class StateFaults {
    private static final int LARGE = 1 << 16;
    private static final int GROWTH = 5;
    private static final long LIMIT = 24 << 20;
    private static final int WIDEST = 15;

    private StateFaults() {}

    /** Looks at the mask bit no more behind a large frame. */
    static Behaviour unmaskedTakenBehindLarge() {
        return in((frame, memory) -> {
            boolean lax = memory.seen;
            memory.seen |= frame.length() >= LARGE;
            return same(lax ? frame.withMasked(true) : frame);
        });
    }

    static Behaviour unmaskedTakenOverTls() {
        return in((frame, memory) -> same(memory.secure ? frame.withMasked(true) : frame));
    }

    /** Loses a half of what grows much without a match. */
    static Behaviour longLiteralsCut() {
        return FourthBlindFaults.inAndSpeaking(
                (frame, memory) -> {
                    if (!frame.isControl() && frame.fin()) {
                        Optional<SixthBlocks> blocks =
                                frame.rsv() == 4 ? SixthBlocks.of(frame.payload()) : Optional.empty();
                        memory.sixth.echoes.add(blocks.filter(all -> all.farthest() == 0)
                                .filter(all -> all.length() > GROWTH * frame.length())
                                .isPresent());
                    }
                    return same(frame);
                },
                (payload, flags, memory) -> Boolean.TRUE.equals(memory.sixth.echoes.poll())
                        ? Arrays.copyOf(payload, payload.length / 2)
                        : payload);
    }

    /** Fails at what refers to the farther half of a window of the client that is not the widest. */
    static Behaviour halfOfClientWindowKept() {
        return SixthDeflateFaults.refusing((blocks, memory) -> {
            int bits = memory.agreement == null
                    ? WIDEST
                    : memory.agreement.client().maxWindowBits();
            return bits < WIDEST && blocks.before() > 1 << (bits - 1);
        });
    }

    /** Sends the compressed bytes of an echo again if the next one is the same, past the deflater. For one connection. */
    static Behaviour echoFromCache() {
        return SixthDeflateFaults.packing((message, memory) -> {
            if (!Arrays.equals(message, memory.kept) || message.length == 0) {
                memory.kept = message;
                memory.other = memory.sixth.common().deflated(message, memory.sixth.isForgetting());
            }
            return Optional.of(memory.other);
        });
    }

    /** Takes the length of the read before for the place in the key, where a payload comes in three reads or more. */
    static Behaviour phaseOfKeyLost() {
        return Behaviours.eachInput(frame -> {
            byte[] payload = frame.payload().clone();
            List<Integer> ends = frame.cuts();
            for (int n = 1; n < ends.size(); n++) {
                int begin = ends.get(n);
                int end = n + 1 < ends.size() ? ends.get(n + 1) : payload.length;
                for (int i = begin; i < end; i++) {
                    payload[i] ^= (byte) (keyByte(frame, i) ^ keyByte(frame, i - ends.get(n - 1)));
                }
            }
            return frame.withPayload(payload);
        });
    }

    /** Counts the control frames within a message toward its limit. */
    static Behaviour controlsCounted() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                memory.count = memory.open(frame) && frame.isControl() ? memory.count + frame.length() : 0;
                return same(frame);
            }

            @Override
            public boolean refuses(int opcode, long declared, Memory memory) {
                return opcode == 0 && memory.count > 0 && declared + memory.count >= LIMIT;
            }
        };
    }

    /** Leaves the frames behind a close frame to the next connection. */
    static Behaviour restLeftToNext() {
        return in((frame, memory) -> {
            if (memory.seen) {
                memory.sixth.common().left.add(frame);
                return List.of();
            }
            List<Frame> all = new ArrayList<>();
            while (!memory.sixth.common().left.isEmpty()) {
                all.add(memory.sixth.common().left.remove());
            }
            all.add(frame);
            memory.seen = frame.is(8);
            return all;
        });
    }
}
