package dev.parley.conformance.reference;

import dev.parley.wire.Limits;
import dev.parley.wire.Violation;
import dev.parley.wire.deflate.DeflateAgreement;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a {@link Planted} changes, at the seams of the {@link ReferenceServer}. A seam that is left alone is kept. */
interface Behaviour {
    /** Which stream a fault has to be given frame by frame. */
    enum Where {
        /** Neither: the handshake, or decisions. */
        ELSEWHERE,
        /** What the client sends. */
        INPUT,
        /** What the server sends. */
        OUTPUT
    }

    /** What a server does where it should go on. */
    enum Reaction {
        /** Goes on. */
        NONE,
        /** Answers nothing any more, and keeps TCP open. */
        HANGS,
        /** Ends TCP without a word. */
        DROPS,
        /** Takes all connections down. */
        DIES
    }

    default Where where() {
        return Where.ELSEWHERE;
    }

    default boolean has(Trait trait) {
        return false;
    }

    default byte[] request(byte[] head) {
        return head;
    }

    default byte[] response(byte[] head) {
        return head;
    }

    /** The answer to a request, as that was received. */
    default byte[] response(byte[] head, String request) {
        return response(head);
    }

    default Reaction atRequest(String head) {
        return Reaction.NONE;
    }

    /** What is done when a length has been read. */
    default Reaction atLength(int opcode, long declared) {
        return Reaction.NONE;
    }

    /** What is done when a frame of the client has been read, and not handled. */
    default Reaction atFrame(Frame frame, Memory memory) {
        return Reaction.NONE;
    }

    /** What is echoed of a message. {@code flags} are those of {@link dev.parley.wire.FrameSink}. */
    default byte[] spoken(byte[] payload, int flags, Memory memory) {
        return payload;
    }

    /** The bytes of a frame as they are written. */
    default byte[] written(byte[] bytes, Frame frame, Memory memory) {
        return bytes;
    }

    /** Whether a page of {@code origin} may use a server whose own is {@code own}. */
    default boolean takesOrigin(String origin, String own) {
        return origin.equals(own);
    }

    default DeflateAgreement agreement(DeflateAgreement agreed) {
        return agreed;
    }

    default Limits limits(Limits kept) {
        return kept;
    }

    /** The limits of what compressed messages inflate to. */
    default Limits inflating(Limits kept) {
        return limits(kept);
    }

    /** The length that the server reads where {@code declared} is written. */
    default long length(int opcode, long declared) {
        return declared;
    }

    /** Whether a frame is refused as too big when its length has been read. */
    default boolean refuses(int opcode, long declared, Memory memory) {
        return false;
    }

    default List<Frame> inbound(Frame frame, Memory memory) {
        return List.of(frame);
    }

    /** What is left to be handled when all frames of a read have been given. */
    default List<Frame> endOfRead(Memory memory) {
        return List.of();
    }

    default List<Frame> outbound(Frame frame, Memory memory) {
        return List.of(frame);
    }

    /** Whether TCP is left open when all is said. */
    default boolean staysOpen(Memory memory) {
        return false;
    }

    default Optional<Integer> failing(int code, Violation violation) {
        return Optional.of(code);
    }

    /** This fault of the client's frames, and then that one. */
    default Behaviour and(Behaviour next) {
        Behaviour first = this;
        return Behaviours.input((frame, memory) -> first.inbound(frame, memory).stream()
                .flatMap(one -> next.inbound(one, memory).stream())
                .toList());
    }

    /** This fault of limits, and another code for what they refuse. */
    default Behaviour andFailing(BiFunction<Integer, Violation, Optional<Integer>> change) {
        Behaviour first = this;
        return new Behaviour() {
            @Override
            public Limits limits(Limits kept) {
                return first.limits(kept);
            }

            @Override
            public Optional<Integer> failing(int code, Violation violation) {
                return change.apply(code, violation);
            }
        };
    }
}
