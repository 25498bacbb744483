package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.keyByte;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Faults of {@link SixthBlindFault} in frames, fragments, and how the network cuts them. Stateless. */
final class SixthFrameFaults {
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LONG = 126;
    private static final int IN_64_BITS = 8; // bytes
    private static final int LEAST_IN_64_BITS = 65_536;
    private static final int KEY = 4;
    private static final int BUFFER = 4096;

    private SixthFrameFaults() {}

    static Behaviour maskOfLongNotSeen() {
        return in((frame, memory) -> frame.length() >= LONG, frame -> frame.withMasked(true));
    }

    static Behaviour smallIn64Bits() {
        return in(
                (frame, memory) -> frame.form() == IN_64_BITS && frame.length() < LEAST_IN_64_BITS,
                frame -> frame.withForm(-1));
    }

    static Behaviour bitsOfEmptyNotSeen() {
        return in((frame, memory) -> {
            boolean compressed = memory.deflate && !frame.isControl() && !frame.is(0);
            return same(frame.length() == 0 ? frame.withRsv(compressed ? frame.rsv() & 4 : 0) : frame);
        });
    }

    static Behaviour cutKeyFilled() {
        return in((frame, memory) -> {
            int before = lengthEnd(frame);
            return same(frame.headCuts().stream()
                    .filter(cut -> frame.masked() && cut > before && cut < before + KEY)
                    .findFirst()
                    .map(cut -> maskedFrom(frame, cut - before))
                    .orElse(frame));
        });
    }

    private static int lengthEnd(Frame frame) {
        return 2 + Math.max(0, frame.form());
    }

    /** What is masked with bytes of the key from this one on stays masked. */
    private static Frame maskedFrom(Frame frame, int known) {
        byte[] bytes = frame.payload().clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= i % KEY >= known ? keyByte(frame, i) : 0;
        }
        return frame.withPayload(bytes);
    }

    static Behaviour cutLengthMisread() {
        return in(
                (frame, memory) -> frame.headCuts().stream().anyMatch(cut -> cut > 2 && cut < lengthEnd(frame)),
                Frame::spoiled);
    }

    static Behaviour behindCutLost() {
        return lostBehind(frame -> !frame.cuts().isEmpty() || !frame.headCuts().isEmpty());
    }

    static Behaviour behindPingLost() {
        return lostBehind(frame -> frame.is(PING));
    }

    /** What a read gives behind such a frame is lost. */
    private static Behaviour lostBehind(Predicate<Frame> test) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                boolean lost = memory.seen;
                memory.seen |= test.test(frame);
                return lost ? List.of() : List.of(frame);
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                memory.seen = false;
                return List.of();
            }
        };
    }

    static Behaviour headerAcrossBuffersLost() {
        return in((frame, memory) -> {
            long from = memory.sixth.offset;
            long to = from + lengthEnd(frame) + (frame.masked() ? KEY : 0); // the byte behind the header
            memory.sixth.offset = to + frame.length();
            return from / BUFFER == (to - 1) / BUFFER ? same(frame) : List.of();
        });
    }

    static Behaviour wholeBuffersWithoutEnd() {
        return Behaviours.output((frame, memory) -> {
            if (frame.isControl() || frame.length() == 0 || frame.length() % BUFFER != 0) {
                return same(frame);
            }
            List<Frame> fragments = new ArrayList<>();
            for (int at = 0; at < frame.length(); at += BUFFER) {
                byte[] some = Arrays.copyOfRange(frame.payload(), at, at + BUFFER);
                fragments.add(Frame.of(at == 0 ? frame.byte0() & 0x7F : 0, some));
            }
            return fragments;
        });
    }

    static Behaviour secondControlLosesMessage() {
        return in((frame, memory) -> {
            boolean open = memory.open(frame);
            if (frame.isControl()) {
                memory.count += open ? 1 : 0;
                return same(frame);
            }
            boolean lost = open && memory.count > 1;
            memory.count = 0;
            return same(lost ? frame.spoiled() : frame);
        });
    }

    static Behaviour largerThanFirstCut() {
        return in((frame, memory) -> {
            boolean open = memory.open(frame);
            if (frame.isControl()) {
                return same(frame);
            }
            if (!frame.is(0)) {
                memory.sixth.first = frame.length();
                memory.sixth.compressed = (frame.rsv() & 4) != 0;
                return same(frame);
            }
            int first = memory.sixth.first;
            boolean larger = open && !memory.sixth.compressed && first > 0 && frame.length() > first;
            return same(larger ? frame.withPayload(Arrays.copyOf(frame.payload(), first)) : frame);
        });
    }

    static Behaviour fragmentsIn16Bits() {
        return FourthBlindFaults.inAndSpeaking(
                (frame, memory) -> {
                    if (memory.open(frame) && frame.is(0) && frame.fin()) {
                        memory.sixth.echoes.add(true);
                    } else if (!frame.isControl() && frame.fin()) {
                        memory.sixth.echoes.add(false);
                    }
                    return same(frame);
                },
                (payload, flags, memory) -> Boolean.TRUE.equals(memory.sixth.echoes.poll())
                        ? Arrays.copyOf(payload, payload.length & 0xFFFF)
                        : payload);
    }

    static Behaviour pongWithPayloadFails() {
        return in((frame, memory) -> frame.is(PONG) && frame.length() > 0, Frame::spoiled);
    }

    /** While a connection is within a frame, others wait. */
    static Behaviour cutFrameBlocks() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                memory.sixth.common().beginReading();
                return List.of(frame);
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                if (memory.sixth.withinFrame) {
                    memory.sixth.common().beginReading();
                } else {
                    memory.sixth.common().endReading();
                }
                return List.of();
            }
        };
    }

    /** A test of what begins a message holds for all of it. */
    static boolean isWithin(Frame frame, Memory memory, BiPredicate<Frame, Memory> test) {
        if (!frame.isControl() && !frame.is(0)) {
            memory.sixth.turned = test.test(frame, memory);
        }
        return !frame.isControl() && memory.sixth.turned;
    }
}
