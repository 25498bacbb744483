package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.accepting;
import static dev.parley.conformance.reference.Behaviours.being;
import static dev.parley.conformance.reference.Behaviours.defaultHeader;
import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.failing;
import static dev.parley.conformance.reference.Behaviours.limiting;
import static dev.parley.conformance.reference.Behaviours.once;
import static dev.parley.conformance.reference.Behaviours.output;
import static dev.parley.conformance.reference.Behaviours.reading;
import static dev.parley.conformance.reference.Behaviours.readingAs;
import static dev.parley.conformance.reference.Behaviours.refusing;
import static dev.parley.conformance.reference.Behaviours.refusingWhere;
import static dev.parley.conformance.reference.Behaviours.replaceHeader;
import static dev.parley.conformance.reference.Behaviours.request;
import static dev.parley.conformance.reference.Behaviours.takingOrigins;
import static dev.parley.conformance.reference.Behaviours.with;
import static dev.parley.conformance.reference.Behaviours.without;
import static dev.parley.conformance.reference.FrameFaults.dataOut;
import static dev.parley.conformance.reference.FrameFaults.pongsOut;

import dev.parley.wire.Limits;
import java.util.List;
import java.util.Optional;

/**
 * A way in which a server can be wrong. Each breaks one rule and keeps all others as far as that is possible. Which cases
 * must catch it stands in faults.tsv.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum Fault implements Planted {
    // What stands behind a request, where its head ends, and what it asks for.
    READS_ON_BEHIND_CLOSE(HeadFaults.readsOnBehindClose()),
    READS_BODIES_AS_REQUESTS(HeadFaults.readsBodiesAsRequests()),
    READS_ON_BEHIND_BAD_REQUEST(HeadFaults.readsOnBehindBadRequest()),
    REFUSES_TWICE(HeadFaults.refusesTwice()),
    SERVES_REFUSED(HeadFaults.servesRefused()),
    CONTINUES_OLD_HTTP(HeadFaults.continuesOldHttp()),
    CHUNKS_TO_OLD_HTTP(HeadFaults.chunksToOldHttp()),
    SERVES_PATHS_THAT_BEGIN_RIGHT(readingAs("^GET /echo[A-Za-z0-9]+ ", "GET /echo ")),
    IGNORES_CASE_OF_PATH(readingAs("^GET (?i:/echo) ", "GET /echo ")),
    METHOD_OVERRIDDEN(HeadFaults.methodOverridden()),
    TRAILERS_JOIN_HEAD(HeadFaults.trailersJoinHead()),
    SERVES_HTTPS_IN_CLEAR(readingAs("^GET https:", "GET http:")),
    SILENT_AT_BAD_ESCAPE(HeadFaults.silentAtBadEscape()),
    DROPS_BYTES_BEFORE_METHOD(readingAs("^[\u0000-\u001f]+(?=GET )", "")),
    DECODES_TARGET_INTO_ANSWER(HeadFaults.decodesTargetIntoAnswer()),
    ORIGIN_IS_PATTERN(HeadFaults.originIsPattern()),
    ORIGIN_IS_URL(HeadFaults.originIsUrl()),
    CLOSES_BEHIND_SWITCH(HeadFaults.closesBehindSwitch()),
    HEADERS_BEYOND_COUNT_DROPPED(HeadFaults.headersBeyondCountDropped()),
    COLON_ENDS_HEAD(HeadFaults.colonEndsHead()),
    ANSWERS_BEFORE_END(HeadFaults.answersBeforeEnd()),
    DROPS_BYTES_BEFORE_NAMES(readingAs("(?<=\n)[\u0001-\u0008\u000b\u000c\u000e-\u001f]+(?=[A-Za-z])", "")),
    TAKES_UNCLOSED_QUOTES(readingAs("=\"([0-9]+)(?=\r)", "=$1")),
    EVALUATES_PRECONDITIONS(refusingWhere("\nIf-(None-)?Match: \\*")),
    REFUSES_BAD_ESCAPES_IN_COOKIES(refusingWhere("\nCookie: a=%E0%A4%A\r")),
    REFUSES_WITHOUT_DATE(refusing(head -> without(head, "Date"))),
    DATES_IN_LOCAL_TIME(HeadFaults.datesInLocalTime()),
    SILENT_AT_LONG_HEADS(HeadFaults.silentAtLongHeads()),

    // States of a connection, and what is left of it.
    TAKES_UNMASKED_BEHIND_LARGE(StateFaults.unmaskedTakenBehindLarge()),
    TAKES_UNMASKED_OVER_TLS(StateFaults.unmaskedTakenOverTls()),
    CLEARS_TOP_BIT_OF_LENGTH(reading((opcode, length) -> length & Long.MAX_VALUE)),
    CUTS_LONG_LITERALS(StateFaults.longLiteralsCut()),
    KEEPS_HALF_OF_CLIENT_WINDOW(StateFaults.halfOfClientWindowKept()),
    ECHOES_FROM_CACHE(StateFaults.echoFromCache()),
    WRITES_JSON_ANEW(TextFaults.changed(text -> text.startsWith("{") ? text.replace(": ", ":") : text)),
    TAKES_HALF_A_MARK(TextFaults.changed(text -> text.matches("(?s)[\ufec0-\ufefe].*") ? text.substring(1) : text)),
    LOSES_PHASE_OF_KEY(StateFaults.phaseOfKeyLost()),
    COUNTS_CONTROLS_TOWARD_LIMIT(StateFaults.controlsCounted()),
    TAKES_TEXT_BEHIND_NOTHING(
            eachInput(frame -> frame.byte0() == 1 && frame.length() == 0 ? frame.withOpcode(2) : frame)),
    LEAVES_REST_TO_NEXT(StateFaults.restLeftToNext()),
    // The form of requests and answers.
    OVERLOOKS_SMALL_NAME_OF_SUBPROTOCOLS(readingAs("(?m)^sec-websocket-protocol:", "x-other:")),
    OVERLOOKS_LONG_OFFERS(readingAs("(?m)^Sec-WebSocket-Extensions:[^\r]{256,}\r\n", "")),
    READS_FIRST_ORIGIN(request(head -> once(head, "Origin"))),
    OVERLOOKS_OTHER_NAMES_OF_BODIES(
            readingAs("(?m)^(content-length|CONTENT-LENGTH|transfer-encoding|TRANSFER-ENCODING):", "x-other:")),
    DROPS_NULS_IN_NAMES(readingAs("(?m)^([A-Za-z-]*)\u0000([A-Za-z-]*):", "$1$2:")),
    DROPS_CONTROLS_IN_VALUES(readingAs("[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]", "")),
    TAKES_EARLY_LINES(readingAs("^(GET[^\r]*\r\n)[ \t]+", "$1")),
    ENCODES_KEYS_ANEW(FormFaults.keyEncodedAnew()),
    REFUSES_LONG_LISTS(refusingWhere("(?m)^Connection: [^\r]{200}")),
    REFUSES_MISSING_HOST_WITH_404(FormFaults.missingHostIs404()),
    NAMES_NO_UPGRADE_OPTION(FormFaults.upgradeIsNoOption()),
    ANSWERS_HEAD_WITH_BODY(FormFaults.headAnsweredWithBody()),
    TAKES_MESSAGES_WITHOUT_LIMIT(limiting(limits -> limits.withMaxMessagePayload(1 << 30))),
    CUTS_LARGE_ECHO_AT_CLOSE(FormFaults.closeCutsLargeEcho()),
    NEVER_ANSWERS_HEADS_OF_1024(FormFaults.hangsAtHeadOf(1024)),
    TAKES_LONG_LENGTHS_BESIDE_DEFLATE(FormFaults.longLengthsBesideDeflate()),
    TAKES_STRAYS_BESIDE_DEFLATE(FormFaults.straysBesideDeflate()),
    WAITS_FOR_SECOND_REQUEST(FormFaults.hangsAtRequest()),
    REFUSES_LONG_TARGETS_WITH_400(FormFaults.longTargetIs400()),
    ENDS_WITHOUT_CLOSE_OPTION(refusing(head -> head.replaceAll("(?im)^Connection:[^\r]*\r\n", ""))),
    LOSES_LAST_OF_1024_COMPRESSED(FormFaults.lastOfCompressedLost(1024)),
    IGNORES_FIN_IN_REQUEST(being(Trait.IGNORES_FIN_IN_REQUEST)),

    // The edges of fragments, texts, reads and compressed messages.
    REFUSES_BLOCKS_WITHOUT_DISTANCES(EdgeFaults.noDistancesRefused()),
    ENDS_FORGETFUL_AT_FINAL_BLOCK(EdgeFaults.finalBlockEndsForgetful()),
    TAKES_STRAYS_BEHIND_COMPRESSED(EdgeFaults.strayTakenBehindCompressed()),
    DROPS_MARKS_OF_FRAGMENTS(EdgeFaults.markOfFragmentDropped()),
    HOLDS_FRAMES_OF_WHOLE_BUFFERS(EdgeFaults.wholeBufferHeld(8192)),
    TAKES_CUT_ENDS_OF_BLOCKS(EdgeFaults.cutEndOfBlockTaken()),
    FORGIVES_BEFORE_CLOSE(EdgeFaults.badForgivenBeforeClose()),
    REMOVES_MARKS_EVERYWHERE(ContentFaults.marksRemoved()),
    BREAKS_CHARACTERS_ACROSS_BUFFERS(ContentFaults.charactersBroken(4096)),
    TAKES_RESERVED_BLOCKS_FOR_THE_END(ContentFaults.reservedBlockEnds()),
    CUTS_WHAT_IS_ABOVE_LIMIT(ContentFaults.cutAboveLimit()),
    COUNTS_BYTES_OF_ALL_MESSAGES(ContentFaults.allCounted(20 << 20)),

    // The opening handshake: what a server takes.
    ACCEPTS_MISSING_VERSION(defaultHeader("Sec-WebSocket-Version", "13")),
    ACCEPTS_ANY_VERSION(replaceHeader("Sec-WebSocket-Version", "13")),
    ACCEPTS_ANY_METHOD(readingAs("^\\S+ ", "GET ")),
    ACCEPTS_CONNECT(readingAs("^CONNECT \\S+", "GET /echo")),
    ACCEPTS_ANY_HTTP(readingAs("^GET (\\S+).*\r\n", "GET $1 HTTP/1.1\r\n")),
    ACCEPTS_ANY_TARGET(readingAs("^GET.*\r\n", "GET /echo HTTP/1.1\r\n")),
    ACCEPTS_ANY_HOST(replaceHeader("Host", "localhost")),
    ACCEPTS_BAD_LINES(readingAs("\r\n(?![A-Za-z0-9-]+:)[^\r\n]+", "")),
    ACCEPTS_BODIES(request(head -> without(without(head, "Content-Length"), "Transfer-Encoding"))),
    ACCEPTS_ANY_UPGRADE(replaceHeader("Upgrade", "websocket")),
    ACCEPTS_ANY_CONNECTION(replaceHeader("Connection", "Upgrade")),
    ACCEPTS_ANY_KEY(replaceHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")),
    TAKES_KEY_TWICE(request(head -> once(head, "Sec-WebSocket-Key"))),
    ACCEPTS_ANY_EXTENSIONS(request(head -> without(head, "Sec-WebSocket-Extensions"))),
    ACCEPTS_ANY_SUBPROTOCOLS(request(head -> without(head, "Sec-WebSocket-Protocol"))),
    NAMES_NO_VERSION(refusing(head -> without(head, "Sec-WebSocket-Version"))),

    NAMES_NO_UPGRADE(refusing(head -> without(head, "Upgrade"))),
    NAMES_NO_METHOD(refusing(head -> without(head, "Allow"))),
    ACCEPTS_IN_REFUSALS(refusing(head -> with(head, "Sec-WebSocket-Accept: AAAA"))),

    // The opening handshake: what a server does not take.
    NEEDS_HOST_FIRST(refusingWhere("^[^\r]*\r\n(?!Host:)")),
    REFUSES_PARAMETERS_OF_UNKNOWN(refusingWhere("Extensions: x; a=b;")),
    ENDS_AFTER_SILENCE(being(Trait.ENDS_AFTER_SILENCE)),
    REFUSES_OTHER_LETTERS(refusingWhere("W(ebS|EBS)(ocket|OCKET)\r")),
    REFUSES_OPTION_IN_OTHER_LETTERS(refusingWhere("Connection: (upgrade|UPGRADE)")),
    REFUSES_NAMES_IN_CAPITALS(refusingWhere("SEC-WEBSOCKET")),
    REFUSES_LISTS_OF_OPTIONS(refusingWhere("Connection:[^\r]*,")),
    READS_FIRST_OF_TWO_HEADERS(request(head -> once(head, "Connection"))),
    REFUSES_LISTS_OF_PROTOCOLS(refusingWhere("Upgrade:[^\r]*,")),
    NEEDS_SPACE_BEHIND_COLON(refusingWhere("Upgrade:\\S")),
    KEEPS_SPACE_AROUND_VALUES(refusingWhere("\t\\s*\r")),
    REFUSES_LONG_HEADERS(refusingWhere("p{2000}")),
    REFUSES_MANY_HEADERS(refusingWhere("(?s)(\r\n.*){40}")),
    REFUSES_COOKIES(refusingWhere("Cookie:")),
    REFUSES_OTHER_BYTES(refusingWhere("[\u0080-\u00ff]")),
    REFUSES_EMPTY_VALUES(refusingWhere("X-Empty: \r")),
    REFUSES_ABSOLUTE_TARGETS(refusingWhere("^GET http")),
    REFUSES_QUERIES(refusingWhere("^GET \\S*\\?")),
    REFUSES_HOSTS_IN_BRACKETS(refusingWhere("(?im)^Host: *\\[")),
    REFUSES_EMPTY_MEMBERS(refusingWhere("(?im)^Sec-WebSocket-(Extensions|Protocol): *,")),
    REFUSES_HTTP_1_2(refusingWhere("^GET \\S+ HTTP/1.2")),
    REFUSES_EMPTY_BODY(refusingWhere("Content-Length: 0\r")),
    REFUSES_EMPTY_LINE(being(Trait.REFUSES_EMPTY_LINE)),
    REFUSES_UNKNOWN_EXTENSIONS(refusingWhere("x-parley")),
    REFUSES_UNKNOWN_SUBPROTOCOLS(refusingWhere("Protocol:(?!.*(echo|chat))")),
    REFUSES_SECOND_SUBPROTOCOL_HEADER(refusingWhere("(?s)Protocol:.*Protocol:")),
    LOSES_FRAMES_BEHIND_REQUEST(being(Trait.LOSES_FRAMES_BEHIND_REQUEST)),
    READS_REQUEST_ONCE(being(Trait.READS_REQUEST_ONCE)),
    REFUSES_OWN_ORIGIN(takingOrigins((origin, own) -> false)),
    COMPARES_BEGIN_OF_ORIGIN(takingOrigins(String::startsWith)),
    COMPARES_END_OF_ORIGIN(takingOrigins((origin, own) -> origin.endsWith(own.substring("http://".length())))),
    SEARCHES_ORIGIN(takingOrigins((origin, own) -> origin.contains(own.substring("http://".length())))),
    OVERLOOKS_PORT_OF_ORIGIN(
            takingOrigins((origin, own) -> origin.replaceAll(":[0-9]+$", "").equals(own.replaceAll(":[0-9]+$", "")))),

    // The opening handshake: what a server answers.
    ANSWERS_200(accepting(head -> head.replace("101 Switching Protocols", "200 OK"))),
    ANSWERS_AS_HTTP_1_0(accepting(head -> head.replace("HTTP/1.1 101", "HTTP/1.0 101"))),
    ANSWERS_WITH_LENGTH(accepting(head -> with(head, "Content-Length: 0"))),
    ANSWERS_STORED_ACCEPT(accepting(head -> put(head, "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))),
    ANSWERS_WRONG_ACCEPT(accepting(head -> put(head, "Sec-WebSocket-Accept", "AAAA"))),
    ANSWERS_NO_ACCEPT(accepting(head -> without(head, "Sec-WebSocket-Accept"))),
    ANSWERS_ACCEPT_TWICE(accepting(head -> with(head, "Sec-WebSocket-Accept: AAAA"))),
    ANSWERS_NO_UPGRADE(accepting(head -> without(head, "Upgrade"))),
    ANSWERS_OTHER_UPGRADE(accepting(head -> put(head, "Upgrade", "h2c"))),
    ANSWERS_NO_CONNECTION(accepting(head -> without(head, "Connection"))),
    ANSWERS_UNOFFERED_SUBPROTOCOL(accepting(head -> put(head, "Sec-WebSocket-Protocol", "surprise"))),
    ANSWERS_TWO_SUBPROTOCOLS(
            accepting(head -> head.contains("Protocol: ") ? with(head, "Sec-WebSocket-Protocol: echo") : head)),
    PICKS_NO_SUBPROTOCOL(accepting(head -> without(head, "Sec-WebSocket-Protocol"))),
    REMEMBERS_SUBPROTOCOLS(being(Trait.REMEMBERS_SUBPROTOCOLS)),
    REMEMBERS_OLD_HTTP(being(Trait.REMEMBERS_OLD_HTTP)),
    ANSWERS_UNOFFERED_EXTENSION(accepting(head -> with(head, "Sec-WebSocket-Extensions: surprise"))),
    REFUSES_WITH_500(refusing(head -> "HTTP/1.1 500 Oops\r\n\r\n")),
    REFUSES_WITH_200(refusing(head -> "HTTP/1.1 200 OK\r\n\r\n")),
    REFUSES_WITHOUT_ANSWER(refusing(head -> "")),
    TAKES_ENDLESS_HEADS(being(Trait.TAKES_ENDLESS_HEADS)),

    // Frames: what a server takes.
    ACCEPTS_UNMASKED(eachInput(frame -> frame.withMasked(true))),
    SKIPS_UNMASKED(dropping(frame -> !frame.masked())),
    UNMASKS_SIGNED(FrameFaults.unmaskedWith(key -> key & 0x7F7F7F7F)),
    UNMASKS_WITH_FIRST_OCTET(FrameFaults.unmaskedWith(key -> (key >>> 24) * 0x01010101)),
    UNMASKS_NOTHING_WITH_ZERO(eachInput(frame -> frame.key() == 0 ? frame.withMasked(false) : frame)),
    UNMASKS_ALL_WITH_FIRST_KEY(FrameFaults.firstKeyKept()),
    UNMASKS_EACH_READ_ANEW(FrameFaults.keyRestarted(7)),
    DROPS_MASKED_ZEROS(FrameFaults.zerosDropped()),
    IGNORES_RSV1(eachInput(frame -> frame.withRsv(frame.rsv() & 3))),
    IGNORES_RSV2(eachInput(frame -> frame.withRsv(frame.rsv() & 5))),
    IGNORES_RSV3(eachInput(frame -> frame.withRsv(frame.rsv() & 6))),
    IGNORES_ALL_RSV(eachInput(frame -> frame.withRsv(0))),
    IGNORES_RSV_ON_CLOSE(eachInput(frame -> frame.is(8) ? frame.withRsv(0) : frame)),
    SKIPS_RESERVED_DATA_OPCODES(dropping(frame -> frame.opcode() > 2 && frame.opcode() < 8)),
    SKIPS_RESERVED_CONTROL_OPCODES(dropping(frame -> frame.opcode() > 10)),
    TAKES_OPCODE_3_FOR_TEXT(eachInput(frame -> frame.is(3) ? frame.withOpcode(1) : frame)),
    TAKES_OPCODE_11_FOR_PING(eachInput(frame -> frame.is(11) ? frame.withOpcode(9) : frame)),
    ACCEPTS_FRAGMENTED_PING(FrameFaults.fragmented(9)),
    ACCEPTS_FRAGMENTED_PONG(FrameFaults.fragmented(10)),
    ACCEPTS_FRAGMENTED_CLOSE(FrameFaults.fragmented(8)),
    ACCEPTS_LONG_PING(eachInput(frame -> frame.is(9) ? FrameFaults.cut(frame, 125) : frame)),
    ACCEPTS_LONG_CLOSE(eachInput(frame -> frame.is(8) ? FrameFaults.cut(frame, 125) : frame)),
    ACCEPTS_LONG_LENGTHS(eachInput(frame -> frame.withForm(-1))),
    READS_32_BITS_OF_LENGTH(reading((opcode, length) -> length & 0xFFFF_FFFFL)),
    READS_40_BITS_OF_LENGTH(reading((opcode, length) -> length & 0xFF_FFFF_FFFFL)),
    READS_16_BITS_OF_LENGTH(reading((opcode, length) -> length & 0xFFFF)),
    READS_8_BITS_OF_CONTROL_LENGTH(reading((opcode, length) -> opcode > 7 ? length & 0xFF : length)),
    WAITS_FOR_LONG_CONTROL(reading((opcode, declared) -> opcode >= 8 && declared > 125 ? 1 << 20 : declared)),
    WAITS_FOR_ANY_LENGTH(limiting(limits -> Limits.NONE)),
    FORGETS_CUT_FRAMES(being(Trait.FORGETS_CUT_FRAMES)),
    SKIPS_STRAY_CONTINUATION(FrameFaults.strayDropped()),
    TAKES_STRAY_CONTINUATION_FOR_TEXT(FrameFaults.strayTaken()),
    TAKES_NEW_MESSAGE_FOR_CONTINUATION(FrameFaults.newForContinuation()),
    REFUSES_PING_WITHIN_MESSAGE(FrameFaults.refusedWithin(frame -> frame.is(9))),
    HOLDS_PONGS_BACK(FrameFaults.pongsHeldBack()),
    SKIPS_PINGS(dropping(frame -> frame.is(9))),
    SKIPS_EMPTY_PINGS(dropping(frame -> frame.is(9) && frame.length() == 0)),
    ANSWERS_30_PINGS(FrameFaults.pingsLimited(30)),
    FAILS_AFTER_1000_CONTROLS(FrameFaults.controlLimited(1000)),
    SKIPS_EMPTY_MESSAGES(
            dropping(frame -> frame.opcode() > 0 && frame.opcode() < 3 && frame.fin() && frame.length() == 0)),
    FAILS_ON_PONG(FrameFaults.refused(frame -> frame.is(10))),
    LOSES_CONTINUATIONS(FrameFaults.continuationsEmptied()),
    DROPS_EMPTY_FRAGMENTS(FrameFaults.emptyFragmentsDropped()),
    REFUSES_EMPTY_FRAGMENTS(FrameFaults.refusedWithin(frame -> frame.is(0) && frame.length() == 0)),
    REFUSES_EMPTY_FIRST_FRAGMENT(
            FrameFaults.refused(frame -> !frame.fin() && frame.opcode() != 0 && frame.length() == 0)),
    TAKES_64_FRAGMENTS(FrameFaults.fragmentsLimited(64)),
    HANDLES_MESSAGES_ONE_LATE(FrameFaults.oneLate()),
    DROPS_ECHOES_UNDER_LOAD(being(Trait.DROPS_ECHOES_UNDER_LOAD)),

    // Text.
    SWALLOWS_INVALID_UTF8(TextFaults.invalidSwallowed()),
    REPLACES_INVALID_UTF8(TextFaults.invalidReplaced()),
    CHECKS_NO_TEXT(TextFaults.unchecked()),
    CHECKS_EACH_FRAGMENT(TextFaults.fragmentsChecked()),
    CHECKS_BINARY_TOO(TextFaults.binaryChecked()),
    REFUSES_NON_CHARACTERS(TextFaults.refused(TextFaults::hasNonCharacter)),
    REFUSES_4_BYTE_CHARACTERS(TextFaults.fourBytesRefused()),
    REFUSES_OTHER_THAN_ASCII(TextFaults.refused(text -> text.chars().anyMatch(c -> c > 127))),
    REFUSES_CONTROL_CHARACTERS(TextFaults.refused(text -> text.chars().anyMatch(c -> c < 9))),
    STRIPS_BYTE_ORDER_MARKS(TextFaults.changed(text -> text.startsWith("\ufeff") ? text.substring(1) : text)),
    COMPOSES_LETTERS(TextFaults.changed(TextFaults::composed)),

    // The closing handshake: what a server takes.
    SKIPS_CLOSE(dropping(frame -> frame.is(8))),
    SKIPS_EMPTY_CLOSE(dropping(frame -> frame.is(8) && frame.length() == 0)),
    SKIPS_CODES_BEYOND_4999(CloseFaults.skipping(code -> code > 4999)),
    ACCEPTS_CLOSE_OF_ONE_BYTE(
            eachInput(frame -> frame.is(8) && frame.length() == 1 ? frame.withPayload(new byte[0]) : frame)),
    ACCEPTS_BAD_CLOSE_CODES(CloseFaults.accepting(code -> code < 1000 || (code > 1003 && code < 3000))),
    ACCEPTS_1005(CloseFaults.accepting(code -> code == 1005)),
    ACCEPTS_1006(CloseFaults.accepting(code -> code == 1006)),
    ACCEPTS_UNASSIGNED_CODES(CloseFaults.accepting(code -> code > 1015 && code < 3000)),
    REFUSES_REGISTERED_CODES(CloseFaults.refusing(code -> code > 1011 && code < 1015)),
    REFUSES_CODES_OF_LIBRARIES(CloseFaults.refusing(code -> code >= 3000 && code < 4000)),
    REFUSES_PRIVATE_CODES(CloseFaults.refusing(code -> code >= 4000 && code < 5000)),
    REFUSES_1010(CloseFaults.refusing(code -> code == 1010)),
    ACCEPTS_BAD_CLOSE_REASON(eachInput(frame -> frame.is(8) ? FrameFaults.cut(frame, 2) : frame)),
    REFUSES_REASONS(CloseFaults.refusingReason(reason -> true)),
    REFUSES_REASONS_NOT_ASCII(
            CloseFaults.refusingReason(reason -> reason.chars().anyMatch(c -> c > 127))),
    REFUSES_CLOSE_WITHIN_MESSAGE(FrameFaults.refusedWithin(frame -> frame.is(8))),
    CHECKS_TEXT_AT_CLOSE(CloseFaults.textCheckedAtClose()),
    HANDLES_CLOSE_LAST(CloseFaults.lastOfAll()),
    REFUSES_FRAMES_BEHIND_CLOSE(CloseFaults.nothingBehind()),

    // Frames: what a server sends.
    MASKS_FRAMES(dataOut(frame -> frame.withMasked(true))),
    SETS_RSV2(dataOut(frame -> frame.withRsv(frame.rsv() | 2))),
    SETS_RSV1(dataOut(frame -> frame.withRsv(4))),
    WRITES_LONG_LENGTHS(dataOut(frame -> frame.withForm(8))),
    SENDS_RESERVED_OPCODE(dataOut(Frame::spoiled)),
    ECHOES_TEXT_AS_BINARY(dataOut(frame -> frame.is(1) ? frame.withOpcode(2) : frame)),
    KEEPS_TYPE_OF_FIRST_MESSAGE(FrameFaults.typeOfFirst()),
    ECHOES_TWICE(output((frame, memory) -> frame.isControl() ? List.of(frame) : List.of(frame, frame))),
    ECHOES_NOTHING(output((frame, memory) -> frame.isControl() ? List.of(frame) : List.of())),
    LOSES_LAST_BYTE(dataOut(frame -> FrameFaults.cut(frame, frame.length() - 1))),
    CORRUPTS_LONG_MESSAGES(dataOut(FrameFaults::corrupt)),
    SWAPS_MESSAGES(FrameFaults.swapped()),
    NEVER_ENDS_MESSAGE(dataOut(frame -> frame.withByte0(frame.byte0() & 0x7F))),
    BEGINS_WITH_CONTINUATION(dataOut(frame -> frame.withByte0(0x80))),
    BEGINS_TWICE(output((frame, memory) ->
            frame.isControl() ? List.of(frame) : List.of(frame.withByte0(frame.byte0() & 0x7F), frame))),
    PONGS_WITHOUT_PAYLOAD(pongsOut(frame -> frame.withPayload(new byte[0]))),
    PONGS_TRUNCATED(pongsOut(frame -> FrameFaults.cut(frame, frame.length() - 1))),
    PONGS_OUT_OF_ORDER(FrameFaults.pongsSwapped()),
    PINGS_INSTEAD_OF_PONGS(pongsOut(frame -> frame.withOpcode(9))),
    FRAGMENTS_PONGS(pongsOut(frame -> frame.withByte0(0x0A))),
    MARKS_PONGS(pongsOut(frame -> frame.withRsv(4))),

    // The closing handshake: what a server sends, and when it ends.
    KEEPS_TCP_OPEN(being(Trait.KEEPS_TCP_OPEN)),
    RESETS_TCP(being(Trait.RESETS)),
    IGNORES_FIN(being(Trait.IGNORES_FIN)),
    OVERLOOKS_CLOSE_BEFORE_FIN(being(Trait.OVERLOOKS_CLOSE_BEFORE_FIN)),
    GOES_ON_AFTER_FAILURE(being(Trait.GOES_ON_AFTER_FAILURE)),
    CLOSES_WITHOUT_FRAME(output((frame, memory) -> frame.is(8) ? List.of() : List.of(frame))),
    CLOSES_WITH_1005(CloseFaults.answeringCode(1005)),
    CLOSES_WITH_1006(CloseFaults.answeringCode(1006)),
    CLOSES_WITH_ONE_BYTE(CloseFaults.answeringWith(3)),
    CLOSES_WITH_BAD_REASON(CloseFaults.answeringWith(3, 0xE8, 0xFF)),
    SENDS_AFTER_CLOSE(output((frame, memory) ->
            frame.is(8) ? List.of(frame, Frame.of(0x81, new byte[] {'x'})) : List.of(frame))),
    CLOSES_TWICE(output((frame, memory) -> frame.is(8) ? List.of(frame, frame) : List.of(frame))),
    FAILS_WITH_1000(failing((code, violation) -> Optional.of(1000))),
    FAILS_WITH_1003(failing((code, violation) -> Optional.of(1003))),
    FAILS_UTF8_WITH_1008(failing((code, violation) -> Optional.of(code == 1007 ? 1008 : code))),
    FAILS_BIG_WITH_1011(failing((code, violation) -> Optional.of(code == 1009 ? 1011 : code))),

    // Compression.
    TAKES_ANY_OFFER(request(head -> Behaviours.has(head, "Sec-WebSocket-Extensions")
            ? put(head, "Sec-WebSocket-Extensions", "permessage-deflate")
            : head)),
    REFUSES_SEVERAL_OFFERS(refusingWhere("Extensions:[^\r]*,|(?s)Extensions:.*Extensions:")),
    ANSWERS_CLIENT_WINDOW_UNASKED(
            accepting(head -> head.replace("permessage-deflate", "permessage-deflate; client_max_window_bits=15"))),
    BREAKS_PROMISE_TO_FORGET(accepting(head -> head.replace("; server_no_context_takeover", ""))),
    REMEMBERS_DESPITE_PROMISE(DeflateFaults.remembering()),
    LOOKS_BACK_TOO_FAR(DeflateFaults.lookingTooFar()),
    FORGETS_CLIENT_CONTEXT(DeflateFaults.forgettingClient()),
    COMPRESSES_UNMARKED(dataOut(frame -> frame.withRsv(0))),
    MARKS_CONTINUATIONS(DeflateFaults.continuationsMarked()),
    READS_FIRST_BLOCK_ONLY(DeflateFaults.firstBlockOnly()),
    SWALLOWS_BAD_DATA(DeflateFaults.badDataSwallowed()),
    ACCEPTS_MARKED_CONTINUATION(eachInput(frame -> frame.is(0) ? frame.withRsv(frame.rsv() & 3) : frame)),
    ACCEPTS_MARKED_PING(eachInput(frame -> frame.is(9) ? frame.withRsv(frame.rsv() & 3) : frame)),
    REFUSES_PLAIN_MESSAGES(FrameFaults.refused(frame -> frame.opcode() > 0 && frame.opcode() < 3 && frame.rsv() == 0)),
    TAKES_4_KIB(limiting(limits -> limits.withMaxMessagePayload(4096))
            .andFailing((code, violation) -> Optional.of(code == 1009 ? 1011 : code))),

    // Several connections.
    DIES_OF_FAILURE(being(Trait.DIES_OF_FAILURE)),
    DIES_OF_RESET(being(Trait.DIES_OF_RESET)),
    DIES_OF_CLOSE(being(Trait.DIES_OF_CLOSE)),
    DIES_OF_FIN(being(Trait.DIES_OF_FIN)),
    DIES_OF_BAD_REQUEST(being(Trait.DIES_OF_BAD_REQUEST)),
    DIES_OF_FLOOD(being(Trait.DIES_OF_FLOOD)),
    SERVES_YOUNGEST_ONLY(being(Trait.SERVES_YOUNGEST_ONLY)),
    DIES_BEHIND_RESET(being(Trait.ONE_AFTER_THE_OTHER, Trait.DIES_OF_RESET)),
    DIES_BEHIND_BAD_REQUEST(being(Trait.ONE_AFTER_THE_OTHER, Trait.DIES_OF_BAD_REQUEST)),
    DIES_BEHIND_FIN(being(Trait.ONE_AFTER_THE_OTHER, Trait.DIES_OF_FIN)),

    // TLS.
    ENDS_TLS_WITHOUT_NOTICE(being(Trait.ENDS_TLS_WITHOUT_NOTICE)),
    OVERLOOKS_CLOSE_BEFORE_NOTICE(being(Trait.OVERLOOKS_CLOSE_BEFORE_FIN)),
    IGNORES_CLOSE_NOTICE(being(Trait.IGNORES_FIN)),
    SPEAKS_OLD_TLS(being(Trait.SPEAKS_OLD_TLS)),
    ANSWERS_IN_CLEAR(being(Trait.ANSWERS_IN_CLEAR)),
    ONLY_TLS_1_2(being(Trait.ONLY_TLS_1_2)),
    ONLY_TLS_1_3(being(Trait.ONLY_TLS_1_3)),
    FORGETS_CUT_RECORDS(being(Trait.FORGETS_CUT_FRAMES)),
    READS_FIRST_RECORD_ONLY(being(Trait.READS_REQUEST_ONCE)),
    LOSES_REST_OF_RECORD(being(Trait.LOSES_FRAMES_BEHIND_REQUEST)),

    // Everything at once.
    ANSWERS_ONLY_CLOSE(dropping(frame -> !frame.is(8))),
    IS_DEAF(dropping(frame -> true));

    private final Behaviour behaviour;

    Fault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }

    private static String put(String head, String name, String value) {
        return with(without(head, name), name + ": " + value);
    }
}
