package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.both;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.output;

import dev.parley.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the faults of {@link BlindFault} do, where it takes more than a line. Stateless. */
final class BlindFaults {
    private static final int BUFFER = 8192;

    private BlindFaults() {}

    static String lowerCaseKey(String head) {
        Matcher key = Pattern.compile("(?im)^(Sec-WebSocket-Key:)(.*)$").matcher(head);
        return key.replaceAll(found ->
                Matcher.quoteReplacement(found.group(1) + found.group(2).toLowerCase(Locale.ROOT)));
    }

    static String upperCaseSubprotocol(String head) {
        Matcher name = Pattern.compile("(?im)^(Sec-WebSocket-Protocol:)(.*)$").matcher(head);
        return name.replaceAll(found ->
                Matcher.quoteReplacement(found.group(1) + found.group(2).toUpperCase(Locale.ROOT)));
    }

    static String clientBits(String head) {
        return head.contains("client_max_window_bits")
                ? head
                : head.replaceFirst("(Sec-WebSocket-Extensions: permessage-deflate)", "$1; client_max_window_bits=15");
    }

    static Behaviour plainAfterCompressedRefused() {
        return input((frame, memory) -> {
            memory.count += frame.rsv() == 4 ? 1 : 0;
            boolean plain = (frame.is(1) || frame.is(2)) && frame.rsv() == 0;
            return List.of(plain && memory.count > 0 ? frame.spoiled() : frame);
        });
    }

    /** The flag of a compressed message is never taken down. */
    static Behaviour rsv1Stuck() {
        return both(
                (frame, memory) -> {
                    memory.count += frame.rsv() == 4 ? 1 : 0;
                    return List.of(frame);
                },
                (frame, memory) -> List.of(frame.isControl() && memory.count > 0 ? frame.withRsv(4) : frame));
    }

    /** The place in the masking key is not set back at the head of a continuation. */
    static Behaviour maskGoesOn() {
        return input((frame, memory) -> {
            if (frame.isControl()) {
                return List.of(frame);
            }
            memory.count = frame.is(0) ? memory.count : 0;
            byte[] payload = frame.payload().clone();
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= (byte) (keyByte(frame, i) ^ keyByte(frame, i + memory.count));
            }
            memory.count += payload.length;
            return List.of(frame.withPayload(payload));
        });
    }

    private static int keyByte(Frame frame, int at) {
        return frame.key() >>> (8 * (3 - (at & 3)));
    }

    /** Four bytes at a time, and what is left over is left as it is. */
    static Frame tailMasked(Frame frame) {
        if (frame.length() <= 125 || frame.length() % 4 == 0) {
            return frame;
        }
        byte[] payload = frame.payload().clone();
        for (int i = payload.length & ~3; i < payload.length; i++) {
            payload[i] ^= (byte) keyByte(frame, i);
        }
        return frame.withPayload(payload);
    }

    /** What a ping finds of a message is lost. */
    static Behaviour pingForgets() {
        return input((frame, memory) -> {
            boolean within = memory.open(frame);
            if (frame.is(9) && within) {
                for (Frame lost : taken(memory)) {
                    memory.held.add(lost.withPayload(new byte[0]));
                }
            }
            if (frame.isControl() || (frame.fin() && !within)) {
                return List.of(frame);
            }
            memory.held.add(frame);
            return frame.fin() ? taken(memory) : List.of();
        });
    }

    private static List<Frame> taken(Memory memory) {
        List<Frame> all = new ArrayList<>(memory.held);
        memory.held.clear();
        return all;
    }

    static Behaviour mostOfRead(int most) {
        return perRead(frames -> frames.subList(0, Math.min(most, frames.size())));
    }

    /** Whole messages that come in one read are answered last first. */
    static Behaviour turnedRound() {
        return perRead(frames -> {
            if (frames.stream().allMatch(frame -> frame.fin() && (frame.is(1) || frame.is(2)))) {
                Collections.reverse(frames);
            }
            return frames;
        });
    }

    static Behaviour closeFirst() {
        return perRead(frames -> {
            if (frames.stream().anyMatch(frame -> frame.is(8))) {
                frames.removeIf(frame -> !frame.isControl());
            }
            return frames;
        });
    }

    private static Behaviour perRead(UnaryOperator<List<Frame>> change) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                memory.held.add(frame);
                return List.of();
            }

            @Override
            public List<Frame> endOfRead(Memory memory) {
                return change.apply(taken(memory));
            }
        };
    }

    static Behaviour fragmentedAsBinary() {
        return both(
                (frame, memory) -> {
                    memory.count = frame.isControl() ? memory.count : frame.opcode();
                    return List.of(frame);
                },
                (frame, memory) -> List.of(frame.is(1) && memory.count == 0 ? frame.withOpcode(2) : frame));
    }

    /** {@code code} 0 is none: no answer at all. */
    static Behaviour emptyCloseAnswered(int code) {
        return both(
                (frame, memory) -> {
                    memory.count = frame.is(8) && frame.length() == 0 ? 1 : 0;
                    return List.of(frame);
                },
                (frame, memory) -> {
                    if (!frame.is(8) || memory.count == 0) {
                        return List.of(frame);
                    }
                    byte[] body = {(byte) (code >> 8), (byte) code};
                    return code == 0 ? List.of() : List.of(frame.withPayload(body));
                });
    }

    static Behaviour everyLost(int number) {
        return output((frame, memory) -> {
            memory.count += frame.isControl() ? 0 : 1;
            return !frame.isControl() && memory.count % number == 0 ? List.of() : List.of(frame);
        });
    }

    /** The second buffer of a long message is sent from where the first one lies. */
    static Frame firstBufferAgain(Frame frame) {
        if (frame.isControl() || frame.rsv() != 0 || frame.length() < 2 * BUFFER) {
            return frame;
        }
        byte[] payload = frame.payload().clone();
        System.arraycopy(payload, 0, payload, BUFFER, BUFFER);
        return frame.withPayload(payload);
    }

    /** Reads bytes of whole texts, as an expression over ISO 8859-1 finds them, as others. */
    static Behaviour replaced(String expression, String instead) {
        Pattern pattern = Pattern.compile(expression);
        return eachInput(frame -> isWholeText(frame)
                ? frame.withPayload(
                        latin(pattern.matcher(latin(frame.payload())).replaceAll(Matcher.quoteReplacement(instead))))
                : frame);
    }

    static Behaviour refusedText(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return eachInput(frame ->
                isWholeText(frame) && pattern.matcher(latin(frame.payload())).find() ? frame.spoiled() : frame);
    }

    private static boolean isWholeText(Frame frame) {
        return frame.is(1) && frame.fin() && frame.rsv() == 0;
    }

    static boolean isText(byte[] bytes) {
        return Utf8.isValid(bytes, 0, bytes.length);
    }

    static byte[] asText(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    static Frame swappedCode(Frame frame) {
        if (!frame.is(8) || frame.length() < 2) {
            return frame;
        }
        byte[] body = frame.payload().clone();
        body[0] = frame.payload()[1];
        body[1] = frame.payload()[0];
        return frame.withPayload(body);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
