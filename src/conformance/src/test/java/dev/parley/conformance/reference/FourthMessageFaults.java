package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.beginsText;
import static dev.parley.conformance.reference.FourthBlindFaults.both;
import static dev.parley.conformance.reference.FourthBlindFaults.client;
import static dev.parley.conformance.reference.FourthBlindFaults.cut;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.inAndSpeaking;
import static dev.parley.conformance.reference.FourthBlindFaults.invalidText;
import static dev.parley.conformance.reference.FourthBlindFaults.joined;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import dev.parley.wire.FrameSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults of {@link FourthBlindFault} in fragments, control frames among them, and text. Stateless. */
final class FourthMessageFaults {
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final int FRAGMENTS = 256;
    private static final int LARGEST_CONTROL = 125;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private FourthMessageFaults() {}

    static Behaviour pongJoins() {
        return in((frame, memory) -> same(memory.open(frame) && frame.is(PONG) ? client(0, frame.payload()) : frame));
    }

    static Behaviour pongEndsFragments() {
        return in((frame, memory) -> {
            boolean open = memory.open(frame);
            memory.seen = open && (memory.seen || frame.is(PONG));
            return same(memory.seen && frame.is(0) ? frame.spoiled() : frame);
        });
    }

    static Behaviour pingMakesBinary() {
        return both(
                (frame, memory) -> {
                    memory.seen |= memory.open(frame) && memory.text && frame.is(PING);
                    return same(frame);
                },
                (frame, memory) -> {
                    boolean other = memory.seen && frame.is(TEXT);
                    memory.seen &= !other;
                    return same(other ? frame.withOpcode(2) : frame);
                });
    }

    static Behaviour emptyEndOverlooked() {
        return in((frame, memory) -> {
            boolean end = frame.is(0) && frame.fin() && frame.length() == 0;
            return same(memory.open(frame) && end ? frame.withByte0(0) : frame);
        });
    }

    static Behaviour emptyContinuationEnds() {
        return in((frame, memory) -> {
            Frame read = frame.is(0) && frame.length() == 0 && memory.isOpen() ? frame.withFin() : frame;
            memory.open(read);
            return same(read);
        });
    }

    static Behaviour emptyStartIsNone() {
        return Behaviours.dropping(frame -> (frame.is(TEXT) || frame.is(2)) && !frame.fin() && frame.length() == 0);
    }

    static Behaviour finishedGoesOn() {
        return in((frame, memory) -> {
            boolean stray = frame.is(0) && !memory.isOpen() && memory.seen;
            Frame read = stray ? frame.withOpcode(memory.text ? TEXT : 2) : frame;
            boolean open = memory.open(read);
            if (!frame.isControl()) {
                memory.seen = frame.fin() && (open || stray);
            }
            return same(read);
        });
    }

    static Behaviour sameOpcodeContinues() {
        return in((frame, memory) -> {
            boolean end = memory.isOpen() && frame.fin() && frame.is(memory.text ? TEXT : 2);
            Frame read = end ? frame.withOpcode(0) : frame;
            memory.open(read);
            return same(read);
        });
    }

    static Behaviour fragmentsInAByte() {
        return in((frame, memory) -> {
            boolean open = memory.open(frame);
            if (frame.isControl()) {
                return same(frame);
            }
            memory.count = open ? memory.count + 1 : 1;
            return same(memory.count > FRAGMENTS ? frame.spoiled() : frame);
        });
    }

    static Behaviour pongEndsAtNul() {
        return pongs(bytes -> {
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return Arrays.copyOf(bytes, end);
        });
    }

    private static Behaviour pongs(UnaryOperator<byte[]> change) {
        return Behaviours.eachOutput(
                frame -> frame.is(PONG) ? frame.withPayload(change.apply(frame.payload())) : frame);
    }

    static Behaviour pongKeepsTail() {
        return Behaviours.output((frame, memory) -> {
            if (!frame.is(PONG)) {
                return same(frame);
            }
            byte[] buffer = Arrays.copyOf(memory.kept, Math.max(memory.kept.length, frame.length()));
            System.arraycopy(frame.payload(), 0, buffer, 0, frame.length());
            memory.kept = buffer;
            return same(frame.withPayload(buffer));
        });
    }

    static Behaviour longPongTaken() {
        return Behaviours.dropping(frame -> frame.is(PONG) && frame.length() > LARGEST_CONTROL);
    }

    static Behaviour emptyPingWithinUnanswered() {
        return in((frame, memory) ->
                memory.open(frame) && frame.is(PING) && frame.length() == 0 ? List.of() : same(frame));
    }

    /** Takes what is not UTF-8 as if it were other characters, which it replaces by what they stood for in the echo. */
    private static Behaviour taking(String bad, UnaryOperator<String> forth, String stand, UnaryOperator<String> back) {
        Pattern wrong = Pattern.compile(bad, Pattern.DOTALL);
        Pattern right = Pattern.compile(stand, Pattern.DOTALL);
        return inAndSpeaking(
                (frame, memory) -> {
                    memory.open(frame);
                    boolean plain = (frame.is(TEXT) || (frame.is(0) && memory.text)) && frame.rsv() == 0;
                    byte[] changed = plain ? replaced(frame.payload(), wrong, forth) : frame.payload();
                    boolean same = Arrays.equals(changed, frame.payload());
                    memory.seen |= !same;
                    return same(same ? frame : frame.withPayload(changed));
                },
                (payload, flags, memory) ->
                        memory.seen && (flags & FrameSink.TEXT) != 0 ? replaced(payload, right, back) : payload);
    }

    private static byte[] replaced(byte[] bytes, Pattern pattern, UnaryOperator<String> change) {
        return pattern.matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                .replaceAll(found -> Matcher.quoteReplacement(change.apply(found.group())))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static Behaviour lowSurrogatesTaken() {
        return taking(
                "\u00ED[\u00B0-\u00BF].",
                bad -> "\u00EE" + (char) (bad.charAt(1) - 0x30) + bad.charAt(2),
                "\u00EE[\u0080-\u008F].",
                good -> "\u00ED" + (char) (good.charAt(1) + 0x30) + good.charAt(2));
    }

    static Behaviour codePoint110000Taken() {
        return taking("\u00F4\u0090\u0080\u0080", "\u00F3\u00B0\u0080\u0080");
    }

    static Behaviour lastOverlongTaken() {
        return taking("\u00E0\u009F\u00BF", "\u00EE\u0080\u0080");
    }

    private static Behaviour taking(String bad, String stand) {
        return taking(bad, found -> stand, stand, found -> bad);
    }

    static Behaviour pairsTaken() {
        return taking(
                "\u00ED[\u00A0-\u00AF].\u00ED[\u00B0-\u00BF].",
                bad -> "\u00EE" + (char) (bad.charAt(1) - 0x20) + bad.charAt(2) + "\u00EE"
                        + (char) (bad.charAt(4) - 0x20) + bad.charAt(5),
                "\u00EE[\u0080-\u008F].\u00EE[\u0090-\u009F].",
                good -> "\u00ED" + (char) (good.charAt(1) + 0x20) + good.charAt(2) + "\u00ED"
                        + (char) (good.charAt(4) + 0x20) + good.charAt(5));
    }

    static Behaviour planeEndsRefused() {
        Pattern ends = Pattern.compile("[\u00F0-\u00F4][\u008F\u009F\u00AF\u00BF]\u00BF[\u00BE\u00BF]");
        return in((frame, memory) -> {
            memory.open(frame);
            boolean plain = (frame.is(TEXT) || (frame.is(0) && memory.text)) && frame.rsv() == 0;
            String bytes = new String(frame.payload(), StandardCharsets.ISO_8859_1);
            return same(plain && ends.matcher(bytes).find() ? invalidText() : frame);
        });
    }

    /** Keeps back what is cut of a character; it is forgotten if nothing comes behind it. */
    static Behaviour cutBeforeEmptyEnd() {
        return inAndSpeaking(
                (frame, memory) -> {
                    memory.open(frame);
                    if (frame.isControl() || !memory.text || frame.rsv() != 0) {
                        return same(frame);
                    }
                    byte[] before = memory.kept;
                    memory.kept = new byte[0];
                    if (frame.is(0) && frame.fin() && frame.length() == 0) {
                        memory.held.add(client(0, before));
                        return same(frame);
                    }
                    byte[] all = joined(before, frame.payload());
                    int cut = frame.fin() ? 0 : cut(all);
                    memory.kept = Arrays.copyOfRange(all, all.length - cut, all.length);
                    return same(frame.withPayload(Arrays.copyOf(all, all.length - cut)));
                },
                (payload, flags, memory) -> {
                    Frame rest = (flags & FrameSink.TEXT) == 0 ? null : memory.held.poll();
                    return rest == null ? payload : joined(payload, rest.payload());
                });
    }

    static Behaviour pingForgetsHalf() {
        return in((frame, memory) -> {
            boolean open = memory.open(frame);
            if (frame.is(PING)) {
                memory.seen |= open && memory.text && cut(memory.kept) > 0;
                return same(frame);
            }
            if (frame.isControl()) {
                return same(frame);
            }
            boolean lost = memory.seen && frame.is(0) && frame.length() > 0;
            memory.seen &= frame.is(0) && !lost;
            memory.kept = frame.is(0) ? joined(memory.kept, frame.payload()) : frame.payload();
            memory.kept = Arrays.copyOfRange(memory.kept, Math.max(0, memory.kept.length - 3), memory.kept.length);
            return same(lost ? invalidText() : frame);
        });
    }

    static Behaviour byteOrderMarkDropped() {
        return ThirdBlindFaults.speaking((payload, flags, memory) -> {
            boolean marked = (flags & FrameSink.TEXT) != 0
                    && payload.length >= 3
                    && Arrays.equals(Arrays.copyOf(payload, 3), BYTE_ORDER_MARK);
            return marked ? Arrays.copyOfRange(payload, 3, payload.length) : payload;
        });
    }

    static Behaviour reasonMayEndWithinCharacter() {
        return in(
                (frame, memory) -> frame.is(8) && frame.length() > 2,
                frame -> frame.withPayload(Arrays.copyOf(frame.payload(), frame.length() - cut(frame.payload()))));
    }

    static Behaviour binaryContinuationIsText() {
        return in((frame, memory) -> {
            boolean wrong = memory.open(frame) && frame.is(0) && !memory.text && !beginsText(frame.payload());
            return same(wrong ? invalidText() : frame);
        });
    }

    /** Whether a message is under way that came compressed: {@link Memory#expected} counts its first frame. */
    private static boolean continuesCompressed(Frame frame, Memory memory) {
        boolean open = memory.open(frame);
        if (frame.is(TEXT) || frame.is(2)) {
            memory.expected = frame.rsv() == 4 ? 1 : 0;
        }
        return open && memory.expected == 1 && frame.opcode() != TEXT && frame.opcode() != 2;
    }

    static Behaviour rsv1PingTaken() {
        return in((frame, memory) -> memory.deflate && frame.is(PING) && frame.rsv() == 4, frame -> frame.withRsv(0));
    }

    static Behaviour pingEndsCompression() {
        return in((frame, memory) -> {
            boolean within = continuesCompressed(frame, memory);
            memory.seen = within && (memory.seen || frame.is(PING));
            return same(memory.seen && frame.is(0) ? frame.withPayload(new byte[0]) : frame);
        });
    }

    static Behaviour finalBlockIsTheLast() {
        return in((frame, memory) -> {
            boolean goesOn = continuesCompressed(frame, memory) && frame.is(0);
            boolean begins = !frame.isControl() && frame.rsv() == 4;
            if (memory.seen && (begins || goesOn)) {
                return same(frame.withPayload(frame.fin() ? new byte[1] : new byte[0]));
            }
            memory.seen = memory.seen || (begins && frame.fin() && frame.length() > 0 && (frame.payload()[0] & 1) != 0);
            return same(frame);
        });
    }

    static Behaviour emptyCompressedToNothing() {
        return Behaviours.eachOutput(
                frame -> frame.rsv() == 4 && frame.length() == 1 ? frame.withPayload(new byte[0]) : frame);
    }

    static Behaviour rsv1OnEveryFragment() {
        int most = 1024;
        return Behaviours.output((frame, memory) -> {
            if (frame.rsv() != 4 || frame.length() <= most) {
                return same(frame);
            }
            List<Frame> fragments = new ArrayList<>();
            for (int at = 0; at < frame.length(); at += most) {
                int end = Math.min(frame.length(), at + most);
                int fin = end == frame.length() ? FIN : 0;
                int opcode = at == 0 ? frame.opcode() : 0;
                fragments.add(Frame.of(fin | 0x40 | opcode, Arrays.copyOfRange(frame.payload(), at, end)));
            }
            return fragments;
        });
    }

    static Behaviour compressedContinuationIsText() {
        return in((frame, memory) -> {
            boolean wrong =
                    continuesCompressed(frame, memory) && frame.is(0) && memory.text && !beginsText(frame.payload());
            return same(wrong ? invalidText() : frame);
        });
    }
}
