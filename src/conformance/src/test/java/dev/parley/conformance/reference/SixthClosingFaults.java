package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.same;
import static dev.parley.conformance.reference.FourthBlindFaults.stayingOpen;

import dev.parley.wire.Violation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Faults of {@link SixthBlindFault} in closing, and in what goes where. Stateless. */
final class SixthClosingFaults {
    private static final int CLOSE = 8;
    private static final int TOO_BIG = 1009;

    private SixthClosingFaults() {}

    static Behaviour openAfterCloseWithinMessage() {
        return stayingOpen(
                (frame, memory) -> {
                    memory.open(frame);
                    memory.seen |= frame.is(CLOSE) && memory.isOpen();
                    return same(frame);
                },
                (frame, memory) -> same(frame));
    }

    /** All frames of a read are given before the first of them is answered. */
    static Behaviour openIfBytesFollow() {
        return stayingOpen(
                (frame, memory) -> {
                    memory.seen |= memory.count > 0;
                    memory.count += frame.is(CLOSE) ? 1 : 0;
                    return same(frame);
                },
                (frame, memory) -> same(frame));
    }

    static Behaviour tooBigDropped() {
        return Behaviours.failing((code, violation) -> code == TOO_BIG ? Optional.empty() : Optional.of(code));
    }

    static Behaviour unmaskedDropped() {
        return Behaviours.failing((code, violation) ->
                violation == Violation.UNMASKED_CLIENT_FRAME ? Optional.empty() : Optional.of(code));
    }

    static Behaviour numberedInAByte() {
        return ThirdBlindFaults.writing((bytes, frame, memory) -> {
            SixthMemory mine = memory.sixth;
            OutputStream to = mine.common().out(mine.number(), mine.out());
            if (frame.isControl() || to.equals(mine.out())) {
                return bytes;
            }
            try {
                to.write(bytes);
                return new byte[0];
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
