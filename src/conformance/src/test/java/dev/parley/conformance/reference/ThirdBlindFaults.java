package dev.parley.conformance.reference;

import dev.parley.conformance.reference.Behaviour.Reaction;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The seams of {@link Behaviour} that those of {@link ThirdBlindFault} are made of. Stateless. */
final class ThirdBlindFaults {
    private ThirdBlindFaults() {}

    /** What is echoed of a message. */
    interface Speech {
        byte[] of(byte[] payload, int flags, Memory memory);
    }

    /** The bytes of a frame. */
    interface Writing {
        byte[] of(byte[] bytes, Frame frame, Memory memory);
    }

    /** Changes the answer that accepts, with the request as it was received in view. */
    interface Answer {
        String to(String request, String head);
    }

    static Behaviour atRequest(Reaction reaction, Predicate<String> test) {
        return new Behaviour() {
            @Override
            public Reaction atRequest(String head) {
                return test.test(head) ? reaction : Reaction.NONE;
            }

            @Override
            public boolean has(Trait trait) {
                return reaction == Reaction.DIES && trait == Trait.DIES_OF_INPUT;
            }
        };
    }

    static Behaviour atFrame(Reaction reaction, BiPredicate<Frame, Memory> test) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public Reaction atFrame(Frame frame, Memory memory) {
                return test.test(frame, memory) ? reaction : Reaction.NONE;
            }

            @Override
            public boolean has(Trait trait) {
                return reaction == Reaction.DIES && trait == Trait.DIES_OF_INPUT;
            }
        };
    }

    static Behaviour atLength(Reaction reaction, Predicate<Long> test) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public Reaction atLength(int opcode, long declared) {
                return test.test(declared) ? reaction : Reaction.NONE;
            }

            @Override
            public boolean has(Trait trait) {
                return reaction == Reaction.DIES && trait == Trait.DIES_OF_INPUT;
            }
        };
    }

    static Behaviour speaking(Speech speech) {
        return new Behaviour() {
            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                return speech.of(payload, flags, memory);
            }
        };
    }

    static Behaviour writing(Writing writing) {
        return new Behaviour() {
            @Override
            public byte[] written(byte[] bytes, Frame frame, Memory memory) {
                return writing.of(bytes, frame, memory);
            }
        };
    }

    static Behaviour answering(Answer answer) {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head, String request) {
                return Behaviours.changeHead(
                        head, text -> text.startsWith("HTTP/1.1 101") ? answer.to(request, text) : text);
            }
        };
    }

    /** Two sides of one fault: what {@code in} sees of frames and requests, and what {@code out} makes of the answer. */
    static Behaviour together(Behaviour in, Behaviour out) {
        return new Behaviour() {
            @Override
            public Where where() {
                return in.where();
            }

            @Override
            public byte[] request(byte[] head) {
                return in.request(head);
            }

            @Override
            public byte[] response(byte[] head, String request) {
                return out.response(head, request);
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                return in.inbound(frame, memory);
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return out.outbound(frame, memory);
            }

            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                return out.spoken(payload, flags, memory);
            }

            @Override
            public byte[] written(byte[] bytes, Frame frame, Memory memory) {
                return out.written(bytes, frame, memory);
            }
        };
    }
}
