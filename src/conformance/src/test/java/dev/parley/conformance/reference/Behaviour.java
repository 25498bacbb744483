package dev.parley.conformance.reference;

import dev.parley.wire.Violation;
import dev.parley.wire.deflate.DeflateAgreement;
import java.util.List;
import java.util.Optional;

/** What a {@link Fault} changes, at the seams of the {@link ReferenceConnection}. A seam that is left alone is kept. */
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

    default Where where() {
        return Where.ELSEWHERE;
    }

    default byte[] request(byte[] head) {
        return head;
    }

    default byte[] response(byte[] head) {
        return head;
    }

    default DeflateAgreement agreement(DeflateAgreement agreed) {
        return agreed;
    }

    default List<Frame> inbound(Frame frame, Fault.Memory memory) {
        return List.of(frame);
    }

    default List<Frame> outbound(Frame frame, Fault.Memory memory) {
        return List.of(frame);
    }

    default Optional<Integer> failing(int code, Violation violation) {
        return Optional.of(code);
    }

    default boolean endsTcp() {
        return true;
    }

    /** This fault of the client's frames, and then that one. */
    default Behaviour and(Behaviour next) {
        Behaviour first = this;
        return Behaviours.input((frame, memory) -> first.inbound(frame, memory).stream()
                .flatMap(one -> next.inbound(one, memory).stream())
                .toList());
    }
}
