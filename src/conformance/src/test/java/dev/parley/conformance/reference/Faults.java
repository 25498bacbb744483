package dev.parley.conformance.reference;

import dev.parley.conformance.reference.Behaviour.Reaction;
import dev.parley.wire.Limits;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.deflate.DeflateAgreement;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The faults of one server, applied one after the other at each seam. Confined to one connection. */
final class Faults {
    private final List<Behaviour> active;
    private final Memory memory = new Memory();

    Faults(Set<Planted> active) {
        this.active = active.stream().map(Planted::behaviour).toList();
    }

    boolean changesInput() {
        return any(behaviour -> behaviour.where() == Behaviour.Where.INPUT);
    }

    boolean changesOutput() {
        return any(behaviour -> behaviour.where() == Behaviour.Where.OUTPUT);
    }

    boolean has(Trait trait) {
        return any(behaviour -> behaviour.has(trait));
    }

    /** Whether one connection may take all others down. */
    boolean canDie() {
        return Trait.DEADLY.stream().anyMatch(this::has);
    }

    byte[] request(byte[] head) {
        byte[] changed = head;
        for (Behaviour behaviour : active) {
            changed = behaviour.request(changed);
        }
        return changed;
    }

    byte[] response(byte[] head, String request) {
        byte[] changed = head;
        for (Behaviour behaviour : active) {
            changed = behaviour.response(changed, request);
        }
        memory.sixth.refused = !new String(changed, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101");
        return changed;
    }

    /** What is agreed on, and spoken over. */
    void begin(@Nullable DeflateAgreement agreement, boolean secure) {
        memory.agreement = agreement;
        memory.deflate = agreement != null;
        memory.secure = secure;
    }

    /** Which of the connections it is, and what the server has agreed to keep to. */
    void join(SixthCommon common, int number, OutputStream out, @Nullable DeflateAgreement agreed) {
        memory.sixth.join(common, number, out, agreed);
    }

    /** Whether the read so far has ended within a frame. */
    void withinFrame(boolean is) {
        memory.sixth.withinFrame = is;
    }

    Reaction atRequest(String head) {
        return reaction(behaviour -> behaviour.atRequest(head));
    }

    Reaction atLength(int opcode, long declared) {
        return reaction(behaviour -> behaviour.atLength(opcode, declared));
    }

    Reaction atFrame(Frame frame) {
        return reaction(behaviour -> behaviour.atFrame(frame, memory));
    }

    byte[] spoken(byte[] payload, int flags) {
        byte[] changed = payload;
        for (Behaviour behaviour : active) {
            changed = behaviour.spoken(changed, flags, memory);
        }
        return changed;
    }

    byte[] written(byte[] bytes, Frame frame) {
        byte[] changed = bytes;
        for (Behaviour behaviour : active) {
            changed = behaviour.written(changed, frame, memory);
        }
        return changed;
    }

    boolean takesOrigin(String origin, String own) {
        return active.isEmpty() ? origin.equals(own) : any(behaviour -> behaviour.takesOrigin(origin, own));
    }

    DeflateAgreement agreement(DeflateAgreement agreed) {
        DeflateAgreement changed = agreed;
        for (Behaviour behaviour : active) {
            changed = behaviour.agreement(changed);
        }
        return changed;
    }

    Limits limits(Limits kept) {
        Limits changed = kept;
        for (Behaviour behaviour : active) {
            changed = behaviour.limits(changed);
        }
        return changed;
    }

    Limits inflating(Limits kept) {
        Limits changed = kept;
        for (Behaviour behaviour : active) {
            changed = behaviour.inflating(changed);
        }
        return changed;
    }

    long length(int opcode, long declared) {
        long changed = declared;
        for (Behaviour behaviour : active) {
            changed = behaviour.length(opcode, changed);
        }
        return changed;
    }

    boolean refuses(int opcode, long declared) {
        return any(behaviour -> behaviour.refuses(opcode, declared, memory));
    }

    List<Frame> inbound(Frame frame) {
        return through(List.of(frame), Behaviour::inbound);
    }

    List<Frame> endOfRead() {
        return active.stream()
                .flatMap(behaviour -> behaviour.endOfRead(memory).stream())
                .toList();
    }

    List<Frame> outbound(Frame frame) {
        return through(List.of(frame), Behaviour::outbound);
    }

    /** Whether TCP is left open when all is said. */
    boolean staysOpen() {
        return any(behaviour -> behaviour.staysOpen(memory));
    }

    /** The code to fail the connection with; empty to drop it without. */
    Optional<Integer> failing(ProtocolException cause) {
        Optional<Integer> code = Optional.of(cause.closeCode().value());
        for (Behaviour behaviour : active) {
            code = code.flatMap(value -> behaviour.failing(value, cause.violation()));
        }
        return code;
    }

    private interface Seam {
        List<Frame> apply(Behaviour behaviour, Frame frame, Memory memory);
    }

    private List<Frame> through(List<Frame> given, Seam seam) {
        Stream<Frame> frames = given.stream();
        for (Behaviour behaviour : active) {
            frames = frames.flatMap(one -> seam.apply(behaviour, one, memory).stream());
        }
        return frames.toList();
    }

    private Reaction reaction(Function<Behaviour, Reaction> seam) {
        return active.stream()
                .map(seam)
                .filter(reaction -> reaction != Reaction.NONE)
                .findFirst()
                .orElse(Reaction.NONE);
    }

    private boolean any(Predicate<Behaviour> test) {
        return active.stream().anyMatch(test);
    }
}
