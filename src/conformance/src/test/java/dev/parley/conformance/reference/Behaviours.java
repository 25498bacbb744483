package dev.parley.conformance.reference;

import dev.parley.wire.Limits;
import dev.parley.wire.Violation;
import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The seams of {@link Behaviour} as one-liners. Stateless. */
final class Behaviours {
    private Behaviours() {}

    /** Changes the head of a request once it is whole. */
    static Behaviour request(UnaryOperator<String> change) {
        return new Behaviour() {
            @Override
            public byte[] request(byte[] head) {
                return changeHead(head, change);
            }
        };
    }

    /** Gives a request a header if it has none of that name. */
    static Behaviour defaultHeader(String name, String value) {
        return request(head -> has(head, name) ? head : with(head, name + ": " + value));
    }

    /** Replaces every header of a name. */
    static Behaviour replaceHeader(String name, String value) {
        return request(head -> with(without(head, name), name + ": " + value));
    }

    /** Changes the head of an answer. */
    static Behaviour response(UnaryOperator<String> change) {
        return new Behaviour() {
            @Override
            public byte[] response(byte[] head) {
                return changeHead(head, change);
            }
        };
    }

    /** Changes the head of an answer that accepts. */
    static Behaviour accepting(UnaryOperator<String> change) {
        return response(head -> head.startsWith("HTTP/1.1 101") ? change.apply(head) : head);
    }

    /** Changes the head of an answer that refuses. */
    static Behaviour refusing(UnaryOperator<String> change) {
        return response(head -> head.startsWith("HTTP/1.1 101") ? head : change.apply(head));
    }

    /** Changes frames of the client. */
    static Behaviour input(BiFunction<Frame, Memory, List<Frame>> change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                return change.apply(frame, memory);
            }
        };
    }

    /** Changes each frame of the client. */
    static Behaviour eachInput(UnaryOperator<Frame> change) {
        return input((frame, memory) -> List.of(change.apply(frame)));
    }

    /** Changes frames of the server. */
    static Behaviour output(BiFunction<Frame, Memory, List<Frame>> change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.OUTPUT;
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return change.apply(frame, memory);
            }
        };
    }

    /** Changes each frame of the server. */
    static Behaviour eachOutput(UnaryOperator<Frame> change) {
        return output((frame, memory) -> List.of(change.apply(frame)));
    }

    /** Changes frames of the client, and those of the server with the same memory. */
    static Behaviour both(BiFunction<Frame, Memory, List<Frame>> in, BiFunction<Frame, Memory, List<Frame>> out) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                return in.apply(frame, memory);
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return out.apply(frame, memory);
            }
        };
    }

    /** Fails connections with another code. */
    static Behaviour failing(BiFunction<Integer, Violation, Optional<Integer>> change) {
        return new Behaviour() {
            @Override
            public Optional<Integer> failing(int code, Violation violation) {
                return change.apply(code, violation);
            }
        };
    }

    /** Keeps to other terms than it has agreed to. */
    static Behaviour compressing(UnaryOperator<DeflateAgreement> change) {
        return new Behaviour() {
            @Override
            public DeflateAgreement agreement(DeflateAgreement agreed) {
                return change.apply(agreed);
            }
        };
    }

    /** Is another server as a whole. */
    static Behaviour being(Trait... traits) {
        Set<Trait> set = EnumSet.copyOf(List.of(traits));
        return new Behaviour() {
            @Override
            public boolean has(Trait trait) {
                return set.contains(trait);
            }
        };
    }

    /** Takes more or less than it should. */
    static Behaviour limiting(UnaryOperator<Limits> change) {
        return new Behaviour() {
            @Override
            public Limits limits(Limits kept) {
                return change.apply(kept);
            }
        };
    }

    /** Reads a length as another. */
    static Behaviour reading(LengthChange change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public long length(int opcode, long declared) {
                return change.apply(opcode, declared);
            }
        };
    }

    /** What a length is read as. */
    interface LengthChange {
        long apply(int opcode, long declared);
    }

    /** Takes other origins. */
    static Behaviour takingOrigins(BiPredicate<String, String> takes) {
        return new Behaviour() {
            @Override
            public boolean takesOrigin(String origin, String own) {
                return takes.test(origin, own);
            }
        };
    }

    /** Refuses requests that contain this expression. */
    static Behaviour refusingWhere(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return request(head -> pattern.matcher(head).find() ? without(head, "Host") : head);
    }

    /** Takes requests as if this expression were written otherwise. */
    static Behaviour readingAs(String expression, String instead) {
        return request(head -> head.replaceAll(expression, instead));
    }

    /** Drops frames of the client. */
    static Behaviour dropping(Predicate<Frame> test) {
        return input((frame, memory) -> test.test(frame) ? List.of() : List.of(frame));
    }

    /** The same direction with a context. */
    static DeflateDirection remembering(DeflateDirection direction) {
        return new DeflateDirection(ContextTakeover.ALLOWED, direction.maxWindowBits());
    }

    /** The same direction with the largest window. */
    static DeflateDirection widest(DeflateDirection direction) {
        return new DeflateDirection(direction.contextTakeover(), DeflateDirection.MAX_WINDOW_BITS);
    }

    static boolean has(String head, String name) {
        return Pattern.compile("(?im)^" + name + ":").matcher(head).find();
    }

    static String without(String head, String name) {
        return head.replaceAll("(?im)^" + name + ":.*\r\n", "");
    }

    static String with(String head, String line) {
        return head.substring(0, head.length() - 2) + line + "\r\n\r\n";
    }

    /** Without any but the first header of a name. */
    static String once(String head, String name) {
        Matcher matcher = Pattern.compile("(?im)^" + name + ":.*\r\n").matcher(head);
        StringBuilder out = new StringBuilder();
        boolean first = true;
        while (matcher.find()) {
            matcher.appendReplacement(out, first ? Matcher.quoteReplacement(matcher.group()) : "");
            first = false;
        }
        return matcher.appendTail(out).toString();
    }

    /** Changes the head of a request or an answer once it is whole. */
    static byte[] changeHead(byte[] bytes, UnaryOperator<String> change) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            return bytes;
        }
        byte[] head = change.apply(all.substring(0, end + 4)).getBytes(StandardCharsets.ISO_8859_1);
        byte[] changed = Arrays.copyOf(head, head.length + bytes.length - end - 4);
        System.arraycopy(bytes, end + 4, changed, head.length, bytes.length - end - 4);
        return changed;
    }
}
