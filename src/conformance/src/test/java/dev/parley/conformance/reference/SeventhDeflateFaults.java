package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.inAndSpeaking;
import static dev.parley.conformance.reference.FourthBlindFaults.invalidText;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import dev.parley.wire.FrameSink;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.util.Arrays;

/** Faults of {@link SeventhBlindFault} in compressed messages. Stateless. */
final class SeventhDeflateFaults {
    private static final int RSV1 = 4;
    private static final int BUFFER = 8192;
    private static final int INPUT = 512;
    private static final int OUTPUT = 16 * 1024;
    private static final byte[] TAIL = {0, 0, -1, -1};

    private SeventhDeflateFaults() {}

    static Behaviour window8Is9() {
        return Behaviours.compressing(agreed -> agreed.server().maxWindowBits() > DeflateDirection.MIN_WINDOW_BITS
                ? agreed
                : new DeflateAgreement(
                        new DeflateDirection(agreed.server().contextTakeover(), DeflateDirection.MIN_WINDOW_BITS + 1),
                        agreed.client()));
    }

    private static boolean isCompressed(Frame frame) {
        return !frame.isControl() && (frame.rsv() & RSV1) != 0;
    }

    /** What does not get smaller is sent as it is. */
    static Behaviour driftAfterPlain() {
        return FifthDeflateFaults.packing((packed, payload) ->
                packed.length() >= payload.length ? packed.withRsv(0).withPayload(payload) : packed);
    }

    static Behaviour emptyRefused() {
        return SixthDeflateFaults.refusing((blocks, memory) -> blocks.length() == 0);
    }

    /** An inflater that is given some input is asked for output once. */
    static Behaviour endsWithInput() {
        return inAndSpeaking(
                (frame, memory) -> {
                    if (!memory.deflate || frame.isControl()) {
                        return same(frame);
                    }
                    memory.sixth.compressed = frame.is(0) ? memory.sixth.compressed : isCompressed(frame);
                    memory.expected = frame.length() + (frame.is(0) ? memory.expected : 0);
                    if (memory.sixth.compressed && frame.fin()) {
                        memory.held.add(FourthBlindFaults.client(
                                0x82, new byte[(memory.expected + INPUT - 1) / INPUT])); // how often it is given some
                    }
                    return same(frame);
                },
                (payload, flags, memory) -> {
                    Frame given = (flags & FrameSink.RSV1) == 0 ? null : memory.held.poll();
                    int most = given == null ? Integer.MAX_VALUE : given.length() * OUTPUT;
                    return payload.length > most ? Arrays.copyOf(payload, most) : payload;
                });
    }

    static Behaviour tailWhenLarge() {
        return Behaviours.eachOutput(frame -> isCompressed(frame) && frame.length() > BUFFER
                ? frame.withPayload(FourthBlindFaults.joined(frame.payload(), TAIL))
                : frame);
    }

    static Behaviour controlCompressed() {
        return Behaviours.output((frame, memory) -> same(
                memory.deflate && frame.isControl()
                        ? frame.withRsv(RSV1).withPayload(FifthDeflateFaults.deflated(frame.payload(), false))
                        : frame));
    }

    /** An inflater that was left amid a message goes to the connection that inflates first from then on. */
    static Behaviour inflaterOfOther() {
        return in((frame, memory) -> {
            if (!memory.deflate || frame.isControl()) {
                return same(frame);
            }
            SixthMemory mine = memory.sixth;
            boolean begins = !frame.is(0) && isCompressed(frame);
            boolean bad = begins && !memory.seen && mine.common().takeLeftInflater(mine.number());
            memory.seen |= begins;
            mine.compressed = frame.is(0) ? mine.compressed : begins;
            if (mine.compressed) {
                mine.common().inflating(mine.number(), !frame.fin());
            }
            return same(bad ? invalidText() : frame);
        });
    }
}
