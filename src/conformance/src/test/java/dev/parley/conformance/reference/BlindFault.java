package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.accepting;
import static dev.parley.conformance.reference.Behaviours.compressing;
import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.failing;
import static dev.parley.conformance.reference.Behaviours.once;
import static dev.parley.conformance.reference.Behaviours.output;
import static dev.parley.conformance.reference.Behaviours.reading;
import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.Behaviours.refusing;
import static dev.parley.conformance.reference.Behaviours.refusingWhere;
import static dev.parley.conformance.reference.Behaviours.request;
import static dev.parley.conformance.reference.Behaviours.takingOrigins;
import static dev.parley.conformance.reference.Behaviours.with;
import static dev.parley.conformance.reference.FrameFaults.refused;

import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Faults planted from the RFCs and the code of the {@link ReferenceServer} alone, before the one who planted them had read
 * a case or {@link Fault}: by them it is measured how much the suite finds of what it was not written for.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum BlindFault implements Planted {
    // The opening handshake: what a server takes.
    READS_KEY_IN_LOWER_CASE(request(BlindFaults::lowerCaseKey)),
    ACCEPTS_KEY_WITHOUT_PADDING(readingAs("(?i)(Sec-WebSocket-Key: *[A-Za-z0-9+/]{22})\r\n", "$1==\r\n")),
    REFUSES_KEEP_ALIVE_BESIDE_UPGRADE(refusingWhere("(?im)^Connection:.*keep-alive")),
    FINDS_UPGRADE_WITHIN_A_TOKEN(readingAs("(?im)^Connection:.*upgrade.*$", "Connection: Upgrade")),
    READS_UPGRADE_IN_ONE_CASE_ONLY(refusingWhere("(?m)^(?i:Upgrade): *(?!websocket)(?i:websocket) *$")),
    READS_HEADER_NAMES_IN_ONE_CASE_ONLY(refusingWhere("(?m)^(?!Sec-WebSocket-Key:)(?i:Sec-WebSocket-Key:)")),
    TAKES_SPACE_BEFORE_COLON(readingAs("(?m)^([A-Za-z-]+) +:", "$1:")),
    TAKES_SECOND_HOST(request(head -> once(head, "Host"))),
    TAKES_SECOND_VERSION(request(head -> once(head, "Sec-WebSocket-Version"))),
    FORGETS_SECOND_LINE_OF_SUBPROTOCOLS(request(head -> once(head, "Sec-WebSocket-Protocol"))),
    REFUSES_ABSOLUTE_TARGET(refusingWhere("^GET http")),
    TAKES_SUBPROTOCOL_BY_PREFIX(readingAs("(?im)^(Sec-WebSocket-Protocol: *)echo[\\w.-]+", "$1echo")),
    TAKES_ORIGIN_BY_PREFIX(takingOrigins(String::startsWith)),
    TAKES_NULL_ORIGIN(takingOrigins((origin, own) -> origin.equals("null") || origin.equals(own))),
    TAKES_ORIGIN_OF_OTHER_PORT(
            takingOrigins((origin, own) -> origin.replaceAll(":\\d+$", "").equals(own.replaceAll(":\\d+$", "")))),

    // The opening handshake: what a server answers.
    ANSWERS_HTTP_1_0(accepting(head -> head.replaceFirst("HTTP/1.1", "HTTP/1.0"))),
    ANSWERS_ACCEPT_WITHOUT_PADDING(
            accepting(head -> head.replaceAll("(?im)^(Sec-WebSocket-Accept:.*)=\r\n", "$1\r\n"))),
    ANSWERS_CONNECTION_CLOSE(accepting(head -> head.replaceAll("(?im)^Connection:.*\r\n", "Connection: close\r\n"))),
    ANSWERS_SUBPROTOCOL_IN_UPPER_CASE(accepting(BlindFaults::upperCaseSubprotocol)),
    ANSWERS_SUBPROTOCOL_TWICE(accepting(head -> head.replaceAll("(?im)^(Sec-WebSocket-Protocol:.*\r\n)", "$1$1"))),
    ANSWERS_OTHER_VERSION_WITHOUT_ITS_OWN(refusing(head -> Behaviours.without(head, "Sec-WebSocket-Version"))),
    ANSWERS_DEFLATE_UNASKED(accepting(head -> Behaviours.has(head, "Sec-WebSocket-Extensions")
            ? head
            : with(head, "Sec-WebSocket-Extensions: permessage-deflate"))),

    // Negotiation of compression.
    TAKES_DEFLATE_BY_PREFIX(readingAs("permessage-deflate[-\\w]+", "permessage-deflate")),
    TAKES_PARAMETER_TWICE(readingAs("(server_no_context_takeover)((?:; *server_no_context_takeover)+)", "$1")),
    TAKES_LEADING_ZERO(readingAs("max_window_bits=0+", "max_window_bits=")),
    TAKES_16_BITS_FOR_15(readingAs("max_window_bits=16", "max_window_bits=15")),
    ANSWERS_CLIENT_BITS_UNASKED(accepting(BlindFaults::clientBits)),

    // Compressed messages.
    RESETS_CONTEXT_OF_CLIENT(compressing(agreed -> new DeflateAgreement(
            agreed.server(),
            new DeflateDirection(ContextTakeover.FORBIDDEN, agreed.client().maxWindowBits())))),
    KEEPS_TAIL_OF_BLOCK(eachOutput(frame -> frame.rsv() == 4
            ? frame.withPayload(BlindFaults.join(frame.payload(), new byte[] {0, 0, -1, -1}))
            : frame)),
    REFUSES_FINAL_BLOCK(refused(frame -> frame.rsv() == 4 && frame.length() > 0 && (frame.payload()[0] & 1) == 1)),
    SENDS_NOTHING_FOR_EMPTY_COMPRESSED(
            eachOutput(frame -> frame.rsv() == 4 && frame.length() == 1 ? frame.withPayload(new byte[0]) : frame)),
    REFUSES_PLAIN_AFTER_COMPRESSED(BlindFaults.plainAfterCompressedRefused()),
    CLEARS_RSV1_OF_CONTINUATIONS(eachInput(frame -> frame.is(0) && frame.rsv() == 4 ? frame.withRsv(0) : frame)),
    CLEARS_RSV1_OF_CONTROL(eachInput(frame -> frame.isControl() && frame.rsv() == 4 ? frame.withRsv(0) : frame)),
    SETS_RSV1_OF_CONTROL_ONCE_SEEN(BlindFaults.rsv1Stuck()),

    // Frames: what a server reads.
    GOES_ON_WITH_KEY_OVER_FRAGMENTS(BlindFaults.maskGoesOn()),
    FORGETS_TAIL_OF_UNMASKING(eachInput(BlindFaults::tailMasked)),
    READS_16_BITS_SIGNED(refused(frame -> frame.length() > 32_767 && frame.length() < 65_536)),
    READS_32_BITS_OF_64(reading((opcode, declared) -> declared & 0xFFFF_FFFFL)),
    REFUSES_ZERO_MASKING_KEY(refused(frame -> frame.masked() && frame.key() == 0)),
    ACCEPTS_UNMASKED_WITHOUT_PAYLOAD(eachInput(frame -> frame.length() == 0 ? frame.withMasked(true) : frame)),
    CUTS_LONG_CONTROL(eachInput(frame -> frame.isControl() && frame.length() > 125
            ? frame.withPayload(Arrays.copyOf(frame.payload(), 125))
            : frame)),
    SKIPS_HIGH_RESERVED_OPCODES(dropping(frame -> frame.opcode() > 10)),
    CHECKS_RSV2_OF_FIRST_FRAME_ONLY(eachInput(frame -> frame.is(0) ? frame.withRsv(frame.rsv() & ~2) : frame)),
    DROPS_EMPTY_LAST_FRAGMENT(dropping(frame -> frame.is(0) && frame.fin() && frame.length() == 0)),
    FORGETS_TEXT_BEFORE_PING(BlindFaults.pingForgets()),
    DROPS_NINTH_FRAME_OF_READ(BlindFaults.mostOfRead(8)),
    TURNS_MESSAGES_OF_READ_ROUND(BlindFaults.turnedRound()),
    LOSES_MESSAGE_BEFORE_CLOSE(BlindFaults.closeFirst()),

    // Frames: what a server answers.
    CALLS_FRAGMENTED_TEXT_BINARY(BlindFaults.fragmentedAsBinary()),
    WRITES_125_IN_16_BITS(eachOutput(frame -> frame.length() == 125 ? frame.withForm(2) : frame)),
    MASKS_PONG(eachOutput(frame -> frame.is(10) ? frame.withMasked(true) : frame)),
    CUTS_PONG(eachOutput(frame ->
            frame.is(10) && frame.length() > 100 ? frame.withPayload(Arrays.copyOf(frame.payload(), 100)) : frame)),
    READS_PING_AS_TEXT(
            eachOutput(frame -> frame.is(10) ? frame.withPayload(BlindFaults.asText(frame.payload())) : frame)),
    DROPS_EMPTY_PING(dropping(frame -> frame.is(9) && frame.length() == 0)),
    ANSWERS_PONG(eachInput(frame -> frame.is(10) ? frame.withOpcode(9) : frame)),
    ENDS_AT_PONG(refused(frame -> frame.is(10))),
    DROPS_EMPTY_BINARY(dropping(frame -> frame.is(2) && frame.fin() && frame.length() == 0)),
    LOSES_EVERY_256TH_MESSAGE(BlindFaults.everyLost(256)),
    REPEATS_FIRST_BUFFER(eachOutput(BlindFaults::firstBufferAgain)),

    // Text.
    TAKES_CESU_8(BlindFaults.replaced("\u00ED[\u00A0-\u00BF][\u0080-\u00BF]", "\u00EF\u00BF\u00BD")),
    TAKES_LONG_NUL(BlindFaults.replaced("\u00C0\u0080", "\0")),
    TAKES_BEYOND_LAST_PLANE(BlindFaults.replaced("\u00F4[\u0090-\u00BF][\u0080-\u00BF]{2}", "\u00EF\u00BF\u00BD")),
    DROPS_CUT_CHARACTER_AT_END(BlindFaults.replaced("[\u00C2-\u00F4][\u0080-\u00BF]{0,2}$", "")),
    REFUSES_NONCHARACTERS(BlindFaults.refusedText("\u00EF\u00BF[\u00BE\u00BF]")),
    DROPS_BYTE_ORDER_MARK(BlindFaults.replaced("^\u00EF\u00BB\u00BF", "")),
    ENDS_TEXT_AT_NUL(BlindFaults.replaced("(?s)\0.*", "")),
    MAKES_LF_OF_CR_LF(BlindFaults.replaced("\r\n", "\n")),
    CHECKS_BINARY_AS_TEXT(refused(frame -> frame.is(2) && frame.rsv() == 0 && !BlindFaults.isText(frame.payload()))),

    // Closing.
    TURNS_CLOSE_CODE_ROUND(eachOutput(BlindFaults::swappedCode)),
    TAKES_CLOSE_OF_ONE_BYTE(
            eachInput(frame -> frame.is(8) && frame.length() == 1 ? frame.withPayload(new byte[0]) : frame)),
    TAKES_ANY_REASON(eachInput(
            frame -> frame.is(8) && frame.length() > 2 ? frame.withPayload(Arrays.copyOf(frame.payload(), 2)) : frame)),
    SENDS_PONG_BEHIND_CLOSE(output(
            (frame, memory) -> frame.is(8) ? List.of(frame, Frame.of(0x8A, new byte[0])) : List.of(frame))),
    ANSWERS_1005_TO_EMPTY_CLOSE(BlindFaults.emptyCloseAnswered(1005)),
    LEAVES_EMPTY_CLOSE_UNANSWERED(BlindFaults.emptyCloseAnswered(0)),
    FAILS_WITH_1011(failing((code, violation) -> Optional.of(code == 1002 ? 1011 : code)));

    private final Behaviour behaviour;

    BlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }
}
