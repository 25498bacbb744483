package dev.parley.conformance.reference;

import java.util.List;
import java.util.function.UnaryOperator;

/** A way in which a server can be wrong. Each breaks one rule and keeps all others as far as that is possible. */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum Fault {
    /** 5.1: takes unmasked frames. */
    ACCEPTS_UNMASKED(input(frame -> frame.withMasked(true))),
    /** 5.2: takes RSV1 where nothing was negotiated. */
    IGNORES_RSV1(input(frame -> frame.withByte0(frame.byte0() & ~0x40))),
    /** 5.5.3: answers pings with an empty pong. */
    PONGS_WITHOUT_PAYLOAD(output(frame -> frame.is(0xA) ? frame.withPayload(new byte[0]) : frame));

    private final Behaviour behaviour;

    Fault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /** What a fault remembers of its connection. */
    static final class Memory {
        int count;
    }

    private static Behaviour input(UnaryOperator<Frame> change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                return List.of(change.apply(frame));
            }
        };
    }

    private static Behaviour output(UnaryOperator<Frame> change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.OUTPUT;
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return List.of(change.apply(frame));
            }
        };
    }
}
