package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults with frames and messages, of both directions. Stateless. */
final class FrameFaults {
    private FrameFaults() {}

    /** Takes a control frame without FIN for one with it, and drops the continuations of it. */
    static Behaviour fragmented(int opcode) {
        return eachInput(frame -> frame.is(opcode) ? frame.withFin() : frame).and(strayDropped());
    }

    static Behaviour strayDropped() {
        return input((frame, memory) -> !memory.open(frame) && frame.is(0) ? List.of() : List.of(frame));
    }

    static Behaviour strayTaken() {
        return input((frame, memory) ->
                List.of(!memory.open(frame) && frame.is(0) ? frame.withByte0(frame.byte0() | 1) : frame));
    }

    static Behaviour newForContinuation() {
        return input((frame, memory) -> {
            boolean within = memory.open(frame);
            return List.of(within && !frame.isControl() ? frame.withOpcode(0) : frame);
        });
    }

    /** Refuses frames that fit, within a message. */
    static Behaviour refusedWithin(Predicate<Frame> test) {
        return input((frame, memory) -> List.of(memory.open(frame) && test.test(frame) ? frame.spoiled() : frame));
    }

    /** Refuses frames that fit. */
    static Behaviour refused(Predicate<Frame> test) {
        return eachInput(frame -> test.test(frame) ? frame.spoiled() : frame);
    }

    /** Refuses a message of more frames than this. */
    static Behaviour fragmentsLimited(int most) {
        return input((frame, memory) -> {
            memory.count = memory.open(frame) ? memory.count + (frame.is(0) ? 1 : 0) : 1;
            return List.of(memory.count > most ? frame.spoiled() : frame);
        });
    }

    /** Takes no more than this number of control frames on a connection. */
    static Behaviour controlLimited(int most) {
        return input((frame, memory) -> {
            memory.count += frame.isControl() ? 1 : 0;
            return List.of(memory.count > most ? frame.spoiled() : frame);
        });
    }

    /** Answers only so many pings. */
    static Behaviour pingsLimited(int most) {
        return input((frame, memory) -> {
            memory.count += frame.is(9) ? 1 : 0;
            return frame.is(9) && memory.count > most ? List.of() : List.of(frame);
        });
    }

    /** Unmasks with another key than the frame's. */
    static Behaviour unmaskedWith(UnaryOperator<Integer> change) {
        return eachInput(frame -> remasked(frame, change.apply(frame.key())));
    }

    /** Unmasks all frames with the key of the first. */
    static Behaviour firstKeyKept() {
        return input((frame, memory) -> {
            memory.key = memory.count++ == 0 ? frame.key() : memory.key;
            return List.of(remasked(frame, memory.key));
        });
    }

    /** Begins anew with the key every so many bytes, as a reader does that unmasks each read by itself. */
    static Behaviour keyRestarted(int every) {
        return eachInput(frame -> {
            byte[] payload = frame.payload().clone();
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= (byte) (octet(frame.key(), i) ^ octet(frame.key(), i % every));
            }
            return frame.withPayload(payload);
        });
    }

    private static Frame remasked(Frame frame, int key) {
        byte[] payload = frame.payload().clone();
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= (byte) (octet(frame.key(), i) ^ octet(key, i));
        }
        return frame.withPayload(payload);
    }

    private static int octet(int key, int index) {
        return key >>> (8 * (3 - (index & 3)));
    }

    /** Drops messages whose masked form is all zeros. */
    static Behaviour zerosDropped() {
        return dropping(frame -> {
            boolean zeros = frame.length() > 0;
            for (int i = 0; i < frame.length(); i++) {
                zeros &= (byte) octet(frame.key(), i) == frame.payload()[i];
            }
            return zeros;
        });
    }

    /** Loses the payload of continuations. */
    static Behaviour continuationsEmptied() {
        return eachInput(frame -> frame.is(0) ? frame.withPayload(new byte[0]) : frame);
    }

    /** Drops an empty fragment, of which the last carried FIN. */
    static Behaviour emptyFragmentsDropped() {
        return dropping(frame -> frame.is(0) && frame.length() == 0);
    }

    /** Sends a pong only when the message around the ping has ended. */
    static Behaviour pongsHeldBack() {
        return input((frame, memory) -> {
            if (memory.open(frame) && frame.is(9)) {
                memory.held.add(frame);
                return List.of();
            }
            List<Frame> all = new ArrayList<>();
            if (frame.fin() && !frame.isControl()) {
                all.addAll(memory.held);
                memory.held.clear();
            }
            all.add(0, frame);
            return all;
        });
    }

    /** Handles a data frame when the next frame has come, and never if that is a close frame. */
    static Behaviour oneLate() {
        return input((frame, memory) -> {
            List<Frame> before = frame.is(8) ? List.of() : List.copyOf(memory.held);
            if (frame.isControl()) {
                memory.held.clear();
                List<Frame> all = new ArrayList<>(before);
                all.add(frame);
                return all;
            }
            memory.held.clear();
            memory.held.add(frame);
            return before;
        });
    }

    /** Sends messages in pairs, the second first. */
    static Behaviour swapped() {
        return output((frame, memory) -> {
            if (frame.isControl()) {
                return List.of(frame);
            }
            if (memory.held.isEmpty()) {
                memory.held.add(frame);
                return List.of();
            }
            return List.of(frame, memory.held.remove());
        });
    }

    /** Sends pongs in pairs, the second first. */
    static Behaviour pongsSwapped() {
        return output((frame, memory) -> {
            if (!frame.is(10)) {
                return List.of(frame);
            }
            if (memory.held.isEmpty()) {
                memory.held.add(frame);
                return List.of();
            }
            return List.of(frame, memory.held.remove());
        });
    }

    /** Gives every message the type of the first. */
    static Behaviour typeOfFirst() {
        return output((frame, memory) -> {
            if (frame.isControl()) {
                return List.of(frame);
            }
            memory.key = memory.key == 0 ? frame.opcode() : memory.key;
            return List.of(frame.withOpcode(memory.key));
        });
    }

    static Behaviour dataOut(UnaryOperator<Frame> change) {
        return eachOutput(frame -> frame.isControl() ? frame : change.apply(frame));
    }

    static Behaviour pongsOut(UnaryOperator<Frame> change) {
        return eachOutput(frame -> frame.is(10) ? change.apply(frame) : frame);
    }

    static Frame cut(Frame frame, int length) {
        return length < 0 || frame.length() <= length
                ? frame
                : frame.withPayload(Arrays.copyOf(frame.payload(), length));
    }

    static Frame corrupt(Frame frame) {
        if (frame.isControl() || frame.length() < 30_000) {
            return frame;
        }
        byte[] payload = frame.payload().clone();
        payload[payload.length / 2] ^= 1;
        return frame.withPayload(payload);
    }
}
