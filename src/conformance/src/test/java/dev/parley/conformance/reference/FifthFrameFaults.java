package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.both;
import static dev.parley.conformance.reference.FourthBlindFaults.client;
import static dev.parley.conformance.reference.FourthBlindFaults.code;
import static dev.parley.conformance.reference.FourthBlindFaults.cut;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.invalidText;
import static dev.parley.conformance.reference.FourthBlindFaults.joined;
import static dev.parley.conformance.reference.FourthBlindFaults.keyByte;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import dev.parley.wire.Limits;
import dev.parley.wire.Utf8;
import java.util.Arrays;

/** Faults of {@link FifthBlindFault} in frames, messages, text and closing. Stateless. */
final class FifthFrameFaults {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;
    private static final int INVALID_TEXT = 1007;
    private static final int MOST_IN_7_BITS = 125;
    private static final int MOST_IN_16_BITS = 0xFFFF;
    private static final int BUFFER = 4096;
    private static final int MOST_REASON = 123;
    private static final int CHARACTER = 3; // bytes of one at most that are not whole
    private static final int WORD = 8;

    /** Of {@link Memory#expected}, while a text goes through as if it were binary. */
    private static final int UNDER_JUDGEMENT = 1;

    /** How many bytes more {@link #longForms} waits for, above what Utf8 uses. */
    private static final long LONG_FORM = 1L << 40;

    private FifthFrameFaults() {}

    static Behaviour lengthCutByRead() {
        return in(
                (frame, memory) -> frame.headCuts().stream().anyMatch(at -> at > 2 && at < 2 + frame.form()),
                Frame::spoiled);
    }

    static Behaviour keyCutByRead() {
        return in((frame, memory) -> {
            int begin = 2 + Math.max(0, frame.form());
            int known = frame.headCuts().stream()
                    .filter(at -> at > begin)
                    .map(at -> at - begin)
                    .findFirst()
                    .orElse(4);
            byte[] bytes = frame.payload().clone();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= (i & 3) < known ? 0 : keyByte(frame, i);
            }
            return same(frame.masked() ? frame.withPayload(bytes) : frame);
        });
    }

    static Behaviour longFormOf64BitsTaken() {
        return in(
                (frame, memory) ->
                        frame.form() == 8 && frame.length() > MOST_IN_7_BITS && frame.length() <= MOST_IN_16_BITS,
                frame -> frame.withForm(-1));
    }

    static Behaviour exactBufferNeverEnds() {
        return Behaviours.eachOutput(frame -> !frame.isControl() && frame.length() > 0 && frame.length() % BUFFER == 0
                ? frame.withByte0(frame.byte0() & 0x7F)
                : frame);
    }

    static Behaviour fragmentedEchoIsContinuation() {
        return both(
                (frame, memory) -> {
                    if (!frame.isControl() && frame.fin()) {
                        memory.held.add(frame.withPayload(new byte[0]));
                    }
                    return same(frame);
                },
                (frame, memory) -> {
                    Frame last = frame.isControl() ? null : memory.held.poll();
                    return same(last != null && last.is(0) ? frame.withOpcode(0) : frame);
                });
    }

    static Behaviour totalUnlimited() {
        return new Behaviour() {
            @Override
            public Limits limits(Limits kept) {
                return kept.withMaxMessagePayload(Long.MAX_VALUE);
            }

            @Override
            public Limits inflating(Limits kept) {
                return kept;
            }
        };
    }

    static Behaviour inflatedUnlimited() {
        return new Behaviour() {
            @Override
            public Limits inflating(Limits kept) {
                return Limits.NONE;
            }
        };
    }

    /** How a server goes on judging text. */
    private interface Judge {
        /** The state of {@link Utf8} behind these bytes. */
        long feed(long state, byte[] bytes, boolean first, boolean last);
    }

    /** Takes text for binary while it comes, judges it otherwise, and makes text of the echo. */
    private static Behaviour judging(Judge judge) {
        return both(
                (frame, memory) -> {
                    if (frame.isControl()) {
                        return same(frame);
                    }
                    boolean first = frame.is(TEXT) && frame.rsv() == 0 && !memory.isOpen();
                    boolean goesOn = frame.is(0) && memory.isOpen() && memory.expected == UNDER_JUDGEMENT;
                    memory.open(frame);
                    memory.expected = first || goesOn ? UNDER_JUDGEMENT : 0;
                    if (frame.fin()) {
                        memory.held.add(client(first || goesOn ? TEXT : BINARY));
                    }
                    if (!first && !goesOn) {
                        return same(frame);
                    }
                    memory.state = judge.feed(first ? Utf8.START : memory.state, frame.payload(), first, frame.fin());
                    boolean bad = memory.state == Utf8.INVALID || (frame.fin() && !Utf8.isComplete(memory.state));
                    return same(bad ? invalidText() : first ? frame.withOpcode(BINARY) : frame);
                },
                (frame, memory) -> {
                    Frame kind = frame.isControl() ? null : memory.held.poll();
                    return same(kind != null && kind.is(TEXT) ? frame.withOpcode(TEXT) : frame);
                });
    }

    static Behaviour continuationUnchecked() {
        return judging((state, bytes, first, last) -> {
            long begun = first ? Utf8.feed(state, bytes, 0, bytes.length) : Utf8.START;
            return first && (last || begun == Utf8.INVALID) ? begun : Utf8.START;
        });
    }

    static Behaviour fiveByteFormsTaken() {
        return judging((state, bytes, first, last) -> longForms(state, bytes));
    }

    private static long longForms(long before, byte[] bytes) {
        long state = before;
        for (int i = 0; i < bytes.length && state != Utf8.INVALID; i++) {
            int b = bytes[i] & 0xFF;
            if (state > LONG_FORM) {
                state = b < 0x80 || b > 0xBF ? Utf8.INVALID : state - 1 == LONG_FORM ? Utf8.START : state - 1;
            } else if (state == Utf8.START && b >= 0xF8 && b <= 0xFD) {
                state = LONG_FORM + (b < 0xFC ? 4 : 5);
            } else {
                state = Utf8.feed(state, bytes, i, i + 1);
            }
        }
        return state;
    }

    static Behaviour halfOfWordUnchecked() {
        return judging((state, bytes, first, last) -> {
            long strict = Utf8.feed(state, bytes, 0, bytes.length);
            boolean bad = strict == Utf8.INVALID || (last && !Utf8.isComplete(strict));
            byte[] seen = seen(bytes);
            return bad ? Utf8.feed(state, seen, 0, seen.length) : strict;
        });
    }

    /** What there is for a server that looks at the first half of each word, and goes on if that is ASCII. */
    private static byte[] seen(byte[] bytes) {
        byte[] seen = bytes.clone();
        for (int at = 0; at + WORD <= bytes.length; at += WORD) {
            int half = at + WORD / 2;
            if (bytes[at] >= 0 && bytes[at + 1] >= 0 && bytes[at + 2] >= 0 && bytes[at + 3] >= 0) {
                Arrays.fill(seen, half, at + WORD, (byte) 'x');
            }
        }
        return seen;
    }

    static Behaviour binaryLeavesHalfCharacter() {
        return in((frame, memory) -> {
            if (frame.isControl()) {
                return same(frame);
            }
            boolean open = memory.open(frame);
            boolean lost = memory.seen && memory.text && frame.length() > 0;
            memory.seen &= !lost;
            if (!memory.text) {
                byte[] all = open ? joined(memory.kept, frame.payload()) : frame.payload();
                memory.kept = Arrays.copyOfRange(all, Math.max(0, all.length - CHARACTER), all.length);
                boolean whole = frame.fin() && all.length > 0;
                memory.seen = whole ? cut(memory.kept) > 0 : memory.seen;
            }
            return same(lost ? invalidText() : frame);
        });
    }

    static Behaviour pongOfFirstPing() {
        return Behaviours.output((frame, memory) -> {
            if (!frame.is(PONG)) {
                return same(frame);
            }
            memory.kept = memory.seen ? memory.kept : frame.payload();
            memory.seen = true;
            return same(frame.withPayload(memory.kept));
        });
    }

    static Behaviour reasonQuotesBadBytes() {
        return both(
                (frame, memory) -> {
                    if (frame.is(CLOSE) && frame.length() > 2) {
                        memory.kept = Arrays.copyOfRange(frame.payload(), 2, frame.length());
                    } else if (!frame.isControl() && memory.kept.length == 0) {
                        memory.kept = fromBad(frame);
                    }
                    return same(frame);
                },
                (frame, memory) -> {
                    boolean failure = frame.is(CLOSE) && code(frame) == INVALID_TEXT;
                    byte[] quoted = Arrays.copyOf(memory.kept, Math.min(MOST_REASON, memory.kept.length));
                    return same(failure ? frame.withPayload(joined(frame.payload(), quoted)) : frame);
                });
    }

    /** From the first byte on that is none of UTF-8, or that begins a character which does not end. */
    private static byte[] fromBad(Frame frame) {
        byte[] bytes = frame.payload();
        int bad = Utf8.indexOfInvalid(Utf8.START, bytes, 0, bytes.length);
        int from = bad < 0 || bad >= bytes.length ? bytes.length - cut(bytes) : bad;
        boolean readable = frame.rsv() == 0 && !frame.is(BINARY);
        return readable ? Arrays.copyOfRange(bytes, from, bytes.length) : new byte[0];
    }
}
