package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.accepting;
import static dev.parley.conformance.reference.Behaviours.compressing;
import static dev.parley.conformance.reference.Behaviours.defaultHeader;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.failing;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.keepingTcp;
import static dev.parley.conformance.reference.Behaviours.once;
import static dev.parley.conformance.reference.Behaviours.output;
import static dev.parley.conformance.reference.Behaviours.refusing;
import static dev.parley.conformance.reference.Behaviours.remembering;
import static dev.parley.conformance.reference.Behaviours.replaceHeader;
import static dev.parley.conformance.reference.Behaviours.request;
import static dev.parley.conformance.reference.Behaviours.widest;
import static dev.parley.conformance.reference.Behaviours.with;
import static dev.parley.conformance.reference.Behaviours.without;

import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A way in which a server can be wrong. Each breaks one rule and keeps all others as far as that is possible. The first
 * argument is where the cases are that must catch it, as a pattern of ids.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum Fault {
    // The opening handshake: what a server takes.
    ACCEPTS_MISSING_VERSION("handshake", defaultHeader("Sec-WebSocket-Version", "13")),
    ACCEPTS_ANY_VERSION("handshake", replaceHeader("Sec-WebSocket-Version", "13")),
    NAMES_NO_VERSION("handshake", refusing(head -> without(head, "Sec-WebSocket-Version"))),

    // The opening handshake: what a server answers.
    ANSWERS_200("1.1.1", accepting(head -> head.replace("101 Switching Protocols", "200 OK"))),
    ANSWERS_WRONG_ACCEPT("1.1.1", accepting(head -> replace(head, "Sec-WebSocket-Accept", "AAAA"))),
    ANSWERS_NO_ACCEPT("1.1.1", accepting(head -> without(head, "Sec-WebSocket-Accept"))),
    ANSWERS_ACCEPT_TWICE("1.1.1", accepting(head -> with(head, "Sec-WebSocket-Accept: AAAA"))),
    ANSWERS_NO_UPGRADE("1.1.1", accepting(head -> without(head, "Upgrade"))),
    ANSWERS_OTHER_UPGRADE("1.1.1", accepting(head -> replace(head, "Upgrade", "h2c"))),
    ANSWERS_NO_CONNECTION("1.1.1", accepting(head -> without(head, "Connection"))),
    ANSWERS_UNOFFERED_SUBPROTOCOL("1.1.1", accepting(head -> with(head, "Sec-WebSocket-Protocol: surprise"))),
    ANSWERS_UNOFFERED_EXTENSION("1.1.1", accepting(head -> with(head, "Sec-WebSocket-Extensions: surprise"))),
    REFUSES_WITH_500("handshake", refusing(head -> "HTTP/1.1 500 Oops\r\n\r\n")),
    REFUSES_WITH_200("handshake", refusing(head -> "HTTP/1.1 200 OK\r\n\r\n")),
    REFUSES_WITHOUT_ANSWER("handshake", refusing(head -> "")),

    // Frames: what a server takes.
    ACCEPTS_UNMASKED("masking", eachInput(frame -> frame.withMasked(true))),
    IGNORES_RSV1("3", eachInput(frame -> frame.withByte0(frame.byte0() & ~0x40))),
    IGNORES_RSV2("3", eachInput(frame -> frame.withByte0(frame.byte0() & ~0x20))),
    IGNORES_RSV3("3", eachInput(frame -> frame.withByte0(frame.byte0() & ~0x10))),
    IGNORES_RSV_ON_CLOSE("3.7", eachInput(frame -> frame.is(8) ? frame.withByte0(0x88) : frame)),
    SKIPS_RESERVED_DATA_OPCODES("4.1", dropping(frame -> frame.opcode() > 2 && frame.opcode() < 8)),
    SKIPS_RESERVED_CONTROL_OPCODES("4.2", dropping(frame -> frame.opcode() > 10)),
    TAKES_OPCODE_3_FOR_TEXT("4.1", eachInput(frame -> frame.is(3) ? frame.withByte0(0x81) : frame)),
    TAKES_OPCODE_11_FOR_PING("4.2", eachInput(frame -> frame.is(11) ? frame.withByte0(0x89) : frame)),
    ACCEPTS_FRAGMENTED_PING(
            "5.1",
            eachInput(frame -> frame.is(9) ? frame.withByte0(0x89) : frame).and(strayDropped())),
    ACCEPTS_FRAGMENTED_PONG(
            "5.2",
            eachInput(frame -> frame.is(10) ? frame.withByte0(0x8A) : frame).and(strayDropped())),
    ACCEPTS_LONG_PING("2.5", eachInput(frame -> frame.is(9) ? cut(frame, 125) : frame)),
    ACCEPTS_LONG_CLOSE("7.3.6", eachInput(frame -> frame.is(8) ? cut(frame, 125) : frame)),
    SKIPS_STRAY_CONTINUATION("5", strayDropped()),
    TAKES_STRAY_CONTINUATION_FOR_TEXT(
            "5",
            input((frame, memory) ->
                    List.of(!memory.open(frame) && frame.is(0) ? frame.withByte0(frame.byte0() | 1) : frame))),
    TAKES_NEW_MESSAGE_FOR_CONTINUATION("5.18", input((frame, memory) -> {
        boolean within = memory.open(frame);
        return List.of(within && !frame.isControl() ? frame.withByte0(frame.byte0() & 0xF0) : frame);
    })),
    REFUSES_PING_WITHIN_MESSAGE("5", input((frame, memory) -> {
        memory.open(frame);
        return List.of(memory.wasOpen && frame.is(9) ? frame.withByte0(0x83) : frame);
    })),
    SKIPS_PINGS("2", dropping(frame -> frame.is(9))),
    SKIPS_EMPTY_PINGS("2.1", dropping(frame -> frame.is(9) && frame.payload().length == 0)),
    SKIPS_EMPTY_MESSAGES("1", dropping(frame -> frame.opcode() < 3 && frame.fin() && frame.payload().length == 0)),
    FAILS_ON_PONG("2.7", eachInput(frame -> frame.is(10) ? frame.withByte0(0x83) : frame)),
    SWALLOWS_INVALID_UTF8("6", dropping(frame -> frame.is(1) && frame.fin() && !isUtf8(frame.payload()))),
    REPLACES_INVALID_UTF8("6", eachInput(frame -> frame.is(1) && frame.fin() ? repaired(frame) : frame)),
    REFUSES_NON_CHARACTERS(
            "6.22",
            eachInput(frame -> frame.is(1) && ends(frame, 0xbf, 0xbe) ? frame.withPayload(new byte[] {-1}) : frame)),
    REFUSES_4_BYTE_CHARACTERS(
            "6", eachInput(frame -> frame.is(1) && has4Bytes(frame) ? frame.withPayload(new byte[] {-1}) : frame)),

    // The closing handshake: what a server takes.
    SKIPS_CLOSE("7", dropping(frame -> frame.is(8))),
    SKIPS_EMPTY_CLOSE("7.3.1", dropping(frame -> frame.is(8) && frame.payload().length == 0)),
    ACCEPTS_CLOSE_OF_ONE_BYTE(
            "7.3.2",
            eachInput(frame -> frame.is(8) && frame.payload().length == 1 ? frame.withPayload(new byte[0]) : frame)),
    ACCEPTS_BAD_CLOSE_CODES("7.9", closeCodes(code -> code < 1000 || (code > 1003 && code < 3000) ? 1000 : code)),
    ACCEPTS_1005("7.9", closeCodes(code -> code == 1005 ? 1000 : code)),
    ACCEPTS_1006("7.9", closeCodes(code -> code == 1006 ? 1000 : code)),
    ACCEPTS_UNASSIGNED_CODES("7.9", closeCodes(code -> code > 1015 && code < 3000 ? 1000 : code)),
    REFUSES_CODES_OF_LIBRARIES("7.7", closeCodes(code -> code >= 3000 && code < 4000 ? 1005 : code)),
    REFUSES_PRIVATE_CODES("7.7", closeCodes(code -> code >= 4000 && code < 5000 ? 1005 : code)),
    REFUSES_1010("7.7", closeCodes(code -> code == 1010 ? 1005 : code)),
    ACCEPTS_BAD_CLOSE_REASON("7.5", eachInput(frame -> frame.is(8) ? cut(frame, 2) : frame)),

    // Frames: what a server sends.
    MASKS_FRAMES("1.1.2", eachOutput(frame -> frame.withMasked(true))),
    SETS_RSV2("1.1.2", eachOutput(frame -> frame.withByte0(frame.byte0() | 0x20))),
    SETS_RSV1("1.1.2", eachOutput(frame -> frame.withByte0(frame.byte0() | 0x40))),
    WRITES_LONG_LENGTHS("1.1.2", eachOutput(frame -> frame.isControl() ? frame : frame.withForm(8))),
    SENDS_RESERVED_OPCODE("1.1.2", eachOutput(frame -> frame.is(1) ? frame.withByte0(0x83) : frame)),
    ECHOES_TEXT_AS_BINARY("1.1", eachOutput(frame -> frame.is(1) ? frame.withByte0(0x82) : frame)),
    ECHOES_TWICE("1.1", output((frame, memory) -> frame.isControl() ? List.of(frame) : List.of(frame, frame))),
    ECHOES_NOTHING("1", output((frame, memory) -> frame.isControl() ? List.of(frame) : List.of())),
    LOSES_LAST_BYTE("1.1", eachOutput(frame -> frame.isControl() ? frame : cut(frame, frame.payload().length - 1))),
    CORRUPTS_LONG_MESSAGES("1", eachOutput(Fault::corrupt)),
    NEVER_ENDS_MESSAGE("1.1", eachOutput(frame -> frame.isControl() ? frame : frame.withByte0(frame.byte0() & 0x7F))),
    BEGINS_WITH_CONTINUATION("1.1", eachOutput(frame -> frame.isControl() ? frame : frame.withByte0(0x80))),
    BEGINS_TWICE(
            "1.1",
            output((frame, memory) ->
                    frame.isControl() ? List.of(frame) : List.of(frame.withByte0(frame.byte0() & 0x7F), frame))),
    PONGS_WITHOUT_PAYLOAD("2", eachOutput(frame -> frame.is(10) ? frame.withPayload(new byte[0]) : frame)),
    PONGS_TRUNCATED("2", eachOutput(frame -> frame.is(10) ? cut(frame, frame.payload().length - 1) : frame)),
    PINGS_INSTEAD_OF_PONGS("2", eachOutput(frame -> frame.is(10) ? frame.withByte0(0x89) : frame)),
    FRAGMENTS_PONGS("2", eachOutput(frame -> frame.is(10) ? frame.withByte0(0x0A) : frame)),

    // The closing handshake: what a server sends.
    KEEPS_TCP_OPEN("7.1.1", keepingTcp()),
    CLOSES_WITHOUT_FRAME("7.3", output((frame, memory) -> frame.is(8) ? List.of() : List.of(frame))),
    CLOSES_WITH_1005("7.3", closingWith(1005)),
    CLOSES_WITH_1006("7.3", closingWith(1006)),
    CLOSES_WITH_ONE_BYTE("7.3", eachOutput(frame -> frame.is(8) ? frame.withPayload(new byte[] {3}) : frame)),
    CLOSES_WITH_BAD_REASON(
            "7.3", eachOutput(frame -> frame.is(8) ? frame.withPayload(new byte[] {3, -24, -1}) : frame)),
    SENDS_AFTER_CLOSE(
            "7.3",
            output((frame, memory) -> frame.is(8) ? List.of(frame, Frame.of(0x81, new byte[] {'x'})) : List.of(frame))),
    CLOSES_TWICE("7.3", output((frame, memory) -> frame.is(8) ? List.of(frame, frame) : List.of(frame))),
    FAILS_WITH_1000("5", failing((code, violation) -> Optional.of(1000))),
    FAILS_WITH_1003("5", failing((code, violation) -> Optional.of(1003))),
    FAILS_UTF8_WITH_1008("6", failing((code, violation) -> Optional.of(code == 1007 ? 1008 : code))),

    // Compression.
    REMEMBERS_DESPITE_PROMISE(
            "deflate.context",
            compressing(agreed -> new DeflateAgreement(remembering(agreed.server()), agreed.client()))),
    LOOKS_BACK_TOO_FAR(
            "deflate.window", compressing(agreed -> new DeflateAgreement(widest(agreed.server()), agreed.client()))),
    FORGETS_CLIENT_CONTEXT(
            "deflate.context",
            compressing(agreed ->
                    new DeflateAgreement(agreed.server(), new DeflateDirection(ContextTakeover.FORBIDDEN, 15)))),
    COMPRESSES_UNMARKED("deflate.message", eachOutput(frame -> frame.withByte0(frame.byte0() & ~0x40))),
    MARKS_CONTINUATIONS(
            "deflate.message",
            output((frame, memory) -> frame.rsv() == 0 || frame.payload().length < 2
                    ? List.of(frame)
                    : List.of(frame.withByte0(frame.byte0() & 0x7F).withPayload(new byte[0]), frame.withByte0(0xC0)))),
    MARKS_PONGS("2", eachOutput(frame -> frame.is(10) ? frame.withByte0(0xCA) : frame)),
    ACCEPTS_MARKED_CONTINUATION(
            "deflate.message", eachInput(frame -> frame.is(0) ? frame.withByte0(frame.byte0() & ~0x40) : frame)),
    ACCEPTS_MARKED_PING(
            "deflate.message", eachInput(frame -> frame.is(9) ? frame.withByte0(frame.byte0() & ~0x40) : frame)),

    // Everything at once.
    ANSWERS_ONLY_CLOSE("2", dropping(frame -> !frame.is(8))),
    IS_DEAF("7", dropping(frame -> true)),
    TAKES_KEY_TWICE("handshake", request(head -> once(head, "Sec-WebSocket-Key")));

    private final String pattern;
    private final Behaviour behaviour;

    Fault(String pattern, Behaviour behaviour) {
        this.pattern = pattern;
        this.behaviour = behaviour;
    }

    /** Where the cases are that must catch it. */
    public String pattern() {
        return pattern;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /** What a fault remembers of its connection. */
    static final class Memory {
        boolean wasOpen; // whether a message was under way before the frame given last

        private boolean isOpen;

        /** Takes note of a frame; whether a message is under way before it. */
        boolean open(Frame frame) {
            wasOpen = isOpen;
            if (!frame.isControl() && (frame.opcode() != 0 || isOpen)) {
                isOpen = !frame.fin();
            }
            return wasOpen;
        }
    }

    private interface CodeChange {
        int apply(int code);
    }

    private interface FrameTest {
        boolean test(Frame frame);
    }

    private static Behaviour dropping(FrameTest test) {
        return input((frame, memory) -> test.test(frame) ? List.of() : List.of(frame));
    }

    private static Behaviour strayDropped() {
        return input((frame, memory) -> !memory.open(frame) && frame.is(0) ? List.of() : List.of(frame));
    }

    private static Behaviour closeCodes(CodeChange change) {
        return eachInput(frame -> {
            if (!frame.is(8) || frame.payload().length < 2) {
                return frame;
            }
            byte[] body = frame.payload().clone();
            int code = change.apply(((body[0] & 0xFF) << 8) | (body[1] & 0xFF));
            body[0] = (byte) (code >> 8);
            body[1] = (byte) code;
            return frame.withPayload(body);
        });
    }

    private static Behaviour closingWith(int code) {
        return eachOutput(frame ->
                frame.is(8) ? frame.withPayload(new byte[] {(byte) (code >> 8), (byte) code}) : frame);
    }

    private static Frame cut(Frame frame, int length) {
        return length < 0 || frame.payload().length <= length
                ? frame
                : frame.withPayload(Arrays.copyOf(frame.payload(), length));
    }

    private static Frame corrupt(Frame frame) {
        if (frame.isControl() || frame.payload().length < 65536) {
            return frame;
        }
        byte[] payload = frame.payload().clone();
        payload[payload.length / 2] ^= 1;
        return frame.withPayload(payload);
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(Texts.repaired(bytes), bytes);
    }

    private static Frame repaired(Frame frame) {
        return frame.withPayload(Texts.repaired(frame.payload()));
    }

    private static boolean has4Bytes(Frame frame) {
        for (byte b : frame.payload()) {
            if ((b & 0xF8) == 0xF0) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(Frame frame, int before, int last) {
        byte[] payload = frame.payload();
        return payload.length >= 2
                && payload[payload.length - 2] == (byte) before
                && payload[payload.length - 1] == (byte) last;
    }

    private static String replace(String head, String name, String value) {
        return with(without(head, name), name + ": " + value);
    }
}
