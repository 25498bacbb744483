package dev.parley.conformance.reference;

import dev.parley.wire.ProtocolException;
import dev.parley.wire.deflate.DeflateAgreement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults of one server, applied one after the other at each seam. Confined to one connection. */
final class Faults {
    private final Set<Fault> active;
    private final Fault.Memory memory = new Fault.Memory();

    Faults(Set<Fault> active) {
        this.active = active;
    }

    boolean changesInput() {
        return active.stream().anyMatch(fault -> fault.behaviour().where() == Behaviour.Where.INPUT);
    }

    boolean changesOutput() {
        return active.stream().anyMatch(fault -> fault.behaviour().where() == Behaviour.Where.OUTPUT);
    }

    boolean endsTcp() {
        return active.stream().allMatch(fault -> fault.behaviour().endsTcp());
    }

    byte[] request(byte[] head) {
        byte[] changed = head;
        for (Fault fault : active) {
            changed = fault.behaviour().request(changed);
        }
        return changed;
    }

    byte[] response(byte[] head) {
        byte[] changed = head;
        for (Fault fault : active) {
            changed = fault.behaviour().response(changed);
        }
        return changed;
    }

    DeflateAgreement agreement(DeflateAgreement agreed) {
        DeflateAgreement changed = agreed;
        for (Fault fault : active) {
            changed = fault.behaviour().agreement(changed);
        }
        return changed;
    }

    List<Frame> inbound(Frame frame) {
        List<Frame> frames = List.of(frame);
        for (Fault fault : active) {
            frames = frames.stream()
                    .flatMap(one -> fault.behaviour().inbound(one, memory).stream())
                    .toList();
        }
        return frames;
    }

    List<Frame> outbound(Frame frame) {
        List<Frame> frames = List.of(frame);
        for (Fault fault : active) {
            frames = frames.stream()
                    .flatMap(one -> fault.behaviour().outbound(one, memory).stream())
                    .toList();
        }
        return frames;
    }

    /** The code to fail the connection with; empty to drop it without. */
    Optional<Integer> failing(ProtocolException cause) {
        Optional<Integer> code = Optional.of(cause.closeCode().value());
        for (Fault fault : active) {
            code = code.flatMap(value -> fault.behaviour().failing(value, cause.violation()));
        }
        return code;
    }
}
