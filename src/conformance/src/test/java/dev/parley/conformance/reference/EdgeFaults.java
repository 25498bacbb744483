package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.input;

import dev.parley.conformance.reference.Behaviour.Reaction;
import dev.parley.conformance.reference.Behaviour.Where;
import dev.parley.wire.deflate.ContextTakeover;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Faults at the edges of fragments, texts, reads and compressed messages. Stateless. */
final class EdgeFaults {
    private static final int VECTOR = 32;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private EdgeFaults() {}

    /** Refuses a compressed message that begins with a block of dynamic codes of which none is for distances. */
    static Behaviour noDistancesRefused() {
        return eachInput(frame -> {
            byte[] payload = frame.payload();
            boolean dynamic = frame.rsv() == 4 && payload.length > 2 && (payload[0] & 6) == 4;
            return dynamic && (payload[1] & 0x1F) == 0 ? frame.spoiled() : frame;
        });
    }

    /** Ends TCP at the second message that begins with a final block, where the client has agreed to forget. */
    static Behaviour finalBlockEndsForgetful() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public Reaction atFrame(Frame frame, Memory memory) {
                boolean forgets = memory.agreement != null
                        && memory.agreement.client().contextTakeover() == ContextTakeover.FORBIDDEN;
                boolean last = frame.rsv() == 4 && frame.length() > 0 && (frame.payload()[0] & 1) != 0;
                return forgets && last && ++memory.count > 1 ? Reaction.DROPS : Reaction.NONE;
            }
        };
    }

    /** Takes a continuation of nothing for a text behind a compressed message. */
    static Behaviour strayTakenBehindCompressed() {
        return input((frame, memory) -> {
            boolean stray = !memory.open(frame) && frame.is(0);
            if (!frame.isControl() && !frame.is(0)) {
                memory.seen = frame.rsv() == 4;
            }
            return List.of(stray && memory.seen ? frame.withOpcode(1) : frame);
        });
    }

    /** Takes a byte order mark at the begin of a fragment for no part of the message. */
    static Behaviour markOfFragmentDropped() {
        return eachInput(frame -> {
            byte[] payload = frame.payload();
            boolean marked = frame.is(0) && payload.length > 2 && Arrays.equals(Arrays.copyOf(payload, 3), MARK);
            return marked ? frame.withPayload(Arrays.copyOfRange(payload, 3, payload.length)) : frame;
        });
    }

    /** Handles a frame that has as many bytes as its buffer when the next one has come. */
    static Behaviour wholeBufferHeld(int buffer) {
        return input((frame, memory) -> {
            List<Frame> all = new ArrayList<>(memory.held);
            memory.held.clear();
            if (frame.bytes().length == buffer) {
                memory.held.add(frame);
            } else {
                all.add(frame);
            }
            return all;
        });
    }

    /** Takes for text what ends within a character at the end of a block of its checker. */
    static Behaviour cutEndOfBlockTaken() {
        return eachInput(frame -> {
            byte[] payload = frame.payload();
            boolean cut = frame.is(1)
                    && frame.fin()
                    && payload.length > 0
                    && payload.length % VECTOR == 0
                    && payload[payload.length - 1] == (byte) 0xc3;
            if (!cut) {
                return frame;
            }
            byte[] taken = payload.clone();
            taken[taken.length - 1] = '?';
            return frame.withPayload(taken);
        });
    }

    /** Forgets a frame with RSV2 if a close frame has come in the same read. */
    static Behaviour badForgivenBeforeClose() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                if (memory.held.isEmpty() && (frame.rsv() & 2) == 0) {
                    return List.of(frame);
                }
                if (frame.is(8)) {
                    memory.held.clear();
                    return List.of(frame);
                }
                memory.held.add(frame);
                return List.of();
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                List<Frame> all = List.copyOf(memory.held);
                memory.held.clear();
                return all;
            }
        };
    }
}
