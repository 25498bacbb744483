package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Faults with close frames. Stateless. */
final class CloseFaults {
    private static final int NEVER = 1005;
    private static final int NORMAL = 1000;

    private CloseFaults() {}

    /** Refuses close frames with these codes. */
    static Behaviour refusing(IntPredicate codes) {
        return coded(codes, NEVER);
    }

    /** Takes these codes for 1000. */
    static Behaviour accepting(IntPredicate codes) {
        return coded(codes, NORMAL);
    }

    private static Behaviour coded(IntPredicate codes, int instead) {
        return eachInput(frame -> {
            if (!frame.is(8) || frame.length() < 2 || !codes.test(code(frame))) {
                return frame;
            }
            byte[] body = frame.payload().clone();
            body[0] = (byte) (instead >> 8);
            body[1] = (byte) instead;
            return frame.withPayload(body);
        });
    }

    static Behaviour skipping(IntPredicate codes) {
        return dropping(frame -> frame.is(8) && frame.length() >= 2 && codes.test(code(frame)));
    }

    /** Refuses close frames with such a reason. */
    static Behaviour refusingReason(Predicate<String> test) {
        return eachInput(
                frame -> frame.is(8) && frame.length() > 2 && test.test(reason(frame)) ? frame.spoiled() : frame);
    }

    /** Handles the close frame of a read when all other frames of the read are handled. */
    static Behaviour lastOfAll() {
        return held(frames -> frames);
    }

    /** Calls it an error if anything stands behind a close frame. */
    static Behaviour nothingBehind() {
        return held(
                frames -> frames.size() <= 1 ? frames : List.of(frames.get(0).spoiled()));
    }

    private interface Ending {
        List<Frame> of(List<Frame> closeAndBehind);
    }

    /** Keeps the first close frame, and what is behind it, to the end of the read. */
    private static Behaviour held(Ending ending) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                if (memory.held.isEmpty() && !frame.is(8)) {
                    return List.of(frame);
                }
                memory.held.add(frame);
                return List.of();
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                List<Frame> all = ending.of(List.copyOf(memory.held));
                memory.held.clear();
                List<Frame> closeLast = new ArrayList<>(all);
                if (all.size() > 1) {
                    closeLast.add(closeLast.remove(0));
                }
                return closeLast;
            }
        };
    }

    /** Asks for whole characters when the connection is closed within a text. */
    static Behaviour textCheckedAtClose() {
        return input((frame, memory) -> {
            boolean cut = memory.open(frame) && memory.text && memory.key < 0;
            memory.key = frame.isControl() || frame.length() == 0 ? memory.key : frame.payload()[frame.length() - 1];
            return List.of(cut && frame.is(8) ? frame.spoiled() : frame);
        });
    }

    static Behaviour answeringWith(int... body) {
        byte[] bytes = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            bytes[i] = (byte) body[i];
        }
        return eachOutput(frame -> frame.is(8) ? frame.withPayload(bytes) : frame);
    }

    static Behaviour answeringCode(int code) {
        return answeringWith(code >> 8, code);
    }

    private static int code(Frame frame) {
        return ((frame.payload()[0] & 0xFF) << 8) | (frame.payload()[1] & 0xFF);
    }

    private static String reason(Frame frame) {
        return new String(frame.payload(), 2, frame.length() - 2, StandardCharsets.UTF_8);
    }
}
