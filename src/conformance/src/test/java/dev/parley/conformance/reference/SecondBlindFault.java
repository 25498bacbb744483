package dev.parley.conformance.reference;

/**
 * Faults that were thought of in one go by someone who had not read the cases, nor the faults before: the second set of
 * such. Each has the section of RFC 6455 that it breaks, or of another.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum SecondBlindFault implements Planted {
    /** 4.2.2: hashes the space behind the key, too. */
    KEY_HASHED_WITH_SPACE(SecondRequestFaults.keyWithSpaceBehindIt()),
    /** 4.2.2: reads the key as a form, where a plus sign is a space. */
    KEY_PLUS_DECODED(SecondRequestFaults.plusInKey()),
    /** RFC 9110 5.5: knows the space behind a colon, but no tab. */
    TAB_BEHIND_COLON_REFUSED(SecondRequestFaults.tabBehindColonRefused()),
    /** 4.2.1: takes an Upgrade that begins with websocket. */
    UPGRADE_BY_PREFIX(SecondRequestFaults.upgradeByPrefix()),
    /** 4.2.1: reads the version as a number: 013 and +13 are 13. */
    VERSION_AS_NUMBER(SecondRequestFaults.versionAsNumber()),
    /** 4.2.1: finds 13 in a list of versions. */
    VERSION_IN_LIST(SecondRequestFaults.versionInList()),
    /** 4.2.1: serves HEAD as GET. */
    HEAD_AS_GET(SecondRequestFaults.headTakenAsGet()),
    /** RFC 9112 2.3: takes any version of HTTP that begins with 1.1. */
    HTTP_VERSION_BY_PREFIX(SecondRequestFaults.httpVersionByPrefix()),
    /** RFC 9112 3.2: takes a space in the target. */
    SPACE_IN_TARGET(SecondRequestFaults.spaceInTarget()),
    /** 3: takes a resource name without a slash. */
    TARGET_WITHOUT_SLASH(SecondRequestFaults.targetWithoutSlash()),
    /** 3: takes a fragment identifier in the target. */
    FRAGMENT_IN_TARGET(SecondRequestFaults.fragmentInTarget()),
    /** RFC 9112 3: takes no target of more than 1024 bytes. */
    LONG_TARGET_REFUSED(SecondRequestFaults.longTargetRefused()),
    /** 4.2.1: takes no header of an unknown name that begins with Sec-WebSocket. */
    UNKNOWN_SEC_HEADER_REFUSED(SecondRequestFaults.unknownSecRefused()),
    /** RFC 9112 2.2: takes a carriage return alone for the end of a line. */
    BARE_RETURN_ENDS_LINE(SecondRequestFaults.bareReturnEndsLine()),
    /** RFC 9110 5.5: drops control bytes from values. */
    CONTROL_BYTES_DROPPED(SecondRequestFaults.controlBytesDropped()),
    /** RFC 9112 5: skips a header line without a colon. */
    LINE_WITHOUT_COLON_SKIPPED(SecondRequestFaults.lineWithoutColonSkipped()),
    /** 4.2.1: finds the name of a header at the end of a longer one. */
    NAME_FOUND_INSIDE(SecondRequestFaults.nameFoundInside()),
    /** 11.3.4: reads the last header of subprotocols only. */
    LAST_PROTOCOL_LINE_ONLY(SecondRequestFaults.lastProtocolLineOnly()),
    /** 4.2.2: takes a subprotocol for its own that is in other case. */
    SUBPROTOCOL_IN_ANY_CASE(SecondRequestFaults.subprotocolInAnyCase()),
    /** 4.2.1: cuts the list of subprotocols where a space follows the comma. */
    PROTOCOLS_CUT_AT_COMMA_AND_SPACE(SecondRequestFaults.protocolsCutAtCommaAndSpace()),
    /** RFC 7692 7.1.2: takes a plus sign before window bits. */
    PLUS_BEFORE_BITS(SecondRequestFaults.plusBeforeBits()),
    /** 4.2.1: does not see the end of a request that two reads have cut. */
    HEAD_END_CUT_MISSED(Behaviours.being(Trait.LOOKS_FOR_END_IN_LAST_READ)),
    /** 4.2.2: leaves frames that came with the request until more comes. */
    FRAMES_BEHIND_REQUEST_HELD(Behaviours.being(Trait.HOLDS_FRAMES_BEHIND_REQUEST)),
    /** 4.2.2: drops the beginning of a frame that came with the request. */
    PARTIAL_FRAME_BEHIND_REQUEST_LOST(Behaviours.being(Trait.LOSES_PARTIAL_FRAME_BEHIND_REQUEST)),
    /** 11.3.2: answers with a header of no extension. */
    EMPTY_EXTENSIONS_ANSWER(SecondAnswerFaults.empty("Sec-WebSocket-Extensions")),
    /** 11.3.4: answers with a header of no subprotocol. */
    EMPTY_SUBPROTOCOL_ANSWER(SecondAnswerFaults.empty("Sec-WebSocket-Protocol")),
    /** RFC 9112 4: ends the status line behind 101, without a space. */
    NO_SPACE_BEHIND_STATUS(SecondAnswerFaults.noSpaceBehindStatus()),
    /** RFC 9112 6.1: gives 101 a Transfer-Encoding. */
    TRANSFER_ENCODING_IN_101(SecondAnswerFaults.adding("Transfer-Encoding: chunked")),
    /** RFC 9112 2.1: ends the lines of its answers with LF. */
    ANSWER_LINES_END_WITH_LF(SecondAnswerFaults.linesEndWithLf()),
    /** 4.2.2: writes Sec-WebSocket-Accept in the alphabet for URLs. */
    ACCEPT_URL_SAFE(SecondAnswerFaults.acceptUrlSafe()),
    /** RFC 9112 6.3: says of a refusal that it is longer than it is. */
    REFUSAL_BODY_SHORT(SecondAnswerFaults.bodyShorterThanSaid()),
    /** RFC 7692 5: agrees to permessage-deflate once for each offer. */
    ANSWERS_EVERY_OFFER(Behaviours.being(Trait.ANSWERS_EVERY_OFFER)),
    /** RFC 7692 7.1.2.2: answers client_max_window_bits without a value. */
    CLIENT_BITS_WITHOUT_VALUE(SecondAnswerFaults.clientBitsWithoutValue()),
    /** RFC 7692 7.1.2.2: answers a hint of the client's bits with 15. */
    CLIENT_BITS_WIDEST(SecondAnswerFaults.clientBitsWidest()),
    /** 9.1: answers with extensions that another connection has offered. */
    EXTENSIONS_REMEMBERED(Behaviours.being(Trait.REMEMBERS_EXTENSIONS)),
    /** 10.2: takes pages of another scheme. */
    ORIGIN_WITHOUT_SCHEME(SecondAnswerFaults.originWithoutScheme()),
    /** 5.2: reads the second byte of a 16-bit length with a sign. */
    LENGTH_BYTE_SIGNED(SecondFrameFaults.lengthByteSigned()),
    /** 5.2: writes 65535 in 64 bits. */
    ECHO_OF_65535_IN_LONG_FORM(SecondFrameFaults.longFormOf(frame -> frame.length() == 0xFFFF, 8)),
    /** 5.5: writes 125 in 16 bits, for pongs. */
    PONG_OF_125_IN_LONG_FORM(SecondFrameFaults.longFormOf(frame -> frame.is(10) && frame.length() == 125, 2)),
    /** 5.4: takes no notice of an empty first fragment. */
    EMPTY_FIRST_FRAGMENT_IGNORED(SecondFrameFaults.emptyFirstFragmentIgnored()),
    /** 5.6: takes a message without bytes for text. */
    EMPTY_BINARY_AS_TEXT(SecondFrameFaults.emptyBinaryAsText()),
    /** 5.4: echoes binary messages as text if they came in fragments. */
    FRAGMENTED_BINARY_AS_TEXT(SecondFrameFaults.fragmentedBinaryAsText()),
    /** 5.4: forgets that a message is text when a ping comes in the middle of it. */
    PING_MIDWAY_CHANGES_TYPE(SecondFrameFaults.pingMidwayChangesType()),
    /** 5.4: takes a pong in the middle of a message for a piece of it. */
    PONG_JOINS_MESSAGE(SecondFrameFaults.pongJoinsMessage()),
    /** 5.5: takes no ping of 125 bytes. */
    PING_OF_125_REFUSED(SecondFrameFaults.ping125Refused()),
    /** 5.1: takes control frames that are not masked. */
    UNMASKED_CONTROL_TAKEN(SecondFrameFaults.unmaskedTaken(Frame::isControl)),
    /** 5.1: looks at the mask of the first fragment only. */
    UNMASKED_CONTINUATION_TAKEN(SecondFrameFaults.unmaskedTaken(frame -> frame.is(0))),
    /** 5.2: does not look at RSV2 and RSV3 of control frames. */
    RESERVED_BITS_ON_CONTROL_TAKEN(SecondFrameFaults.reservedBitsTaken(Frame::isControl)),
    /** 5.2: takes any data frame in the middle of a message for a continuation, if its opcode is reserved. */
    RESERVED_OPCODE_CONTINUES(SecondFrameFaults.reservedOpcodeContinues()),
    /** 5.4: takes text in the middle of text for a continuation, and binary in binary. */
    SAME_TYPE_CONTINUES(SecondFrameFaults.dataContinues(true)),
    /** 5.4: takes text in the middle of binary for a continuation, and binary in text. */
    OTHER_TYPE_CONTINUES(SecondFrameFaults.dataContinues(false)),
    /** 5.4: takes continuations behind the end of a message that had some. */
    CONTINUATION_BEHIND_END_TAKEN(SecondFrameFaults.continuationGoesOnBehindEnd()),
    /** 5.5.3: takes no look at pongs, however wrong. */
    PONG_UNCHECKED(SecondFrameFaults.pongUnchecked()),
    /** 5.3: unmasks 8 bytes at a time, with a key that has been widened with its sign. */
    MASK_WITH_SIGN(SecondFrameFaults.maskWithSign()),
    /** 5.3: goes on in the key of a frame where the frame before has ended, if a read gave both. */
    MASK_GOES_ON_WITHIN_READ(SecondFrameFaults.maskGoesOnWithinRead()),
    /** 5.5.3: answers as much of a ping as the first read gave. */
    CUT_PING_SHORTENED(SecondFrameFaults.cutPingShortened()),
    /** 5.4: sends large messages as fragments that are all first ones. */
    ECHO_FRAGMENTS_REPEAT_OPCODE(SecondFrameFaults.echoFragmentsRepeatOpcode()),
    /** RFC 7692 6.1: sends large compressed messages as fragments that all have RSV1 and opcode 0. */
    ECHO_FRAGMENTS_REPEAT_RSV1(SecondFrameFaults.echoFragmentsRepeatRsv1()),
    /** 5.5.3: answers a ping as far as the first zero byte. */
    PONG_CUT_AT_NUL(SecondTextFaults.cutAtNul(10)),
    /** 5.6: takes white space away from the ends of text. */
    TEXT_TRIMMED(SecondTextFaults.text(String::trim)),
    /** 8.1: takes pairs of surrogates of three bytes each. */
    PAIRS_OF_THREE_BYTES_TAKEN(SecondTextFaults.pairsOfThreeBytesTaken()),
    /** 8.1: checks no more than the first 64 KiB of text. */
    FAR_TEXT_UNCHECKED(SecondTextFaults.farTextUnchecked()),
    /** 5.6: breaks characters at each 8192nd byte of text. */
    CHARACTER_ACROSS_BUFFER_LOST(SecondTextFaults.characterAcrossBufferLost()),
    /** 8.1: forgets the beginning of a character when a ping comes before its end. */
    PING_MIDWAY_FORGETS_CHARACTER(SecondTextFaults.pingMidwayForgetsCharacter()),
    /** 8.1: checks each read by itself, and fails where it has cut a character. */
    CHARACTER_CUT_BY_READ_BROKEN(SecondTextFaults.characterCutByReadBroken()),
    /** 8.1: does not check text whose last fragment is empty. */
    EMPTY_END_UNCHECKED(SecondTextFaults.emptyEndUnchecked()),
    /** 5.6: drops the message behind an empty one. */
    MESSAGE_BEHIND_EMPTY_LOST(SecondTextFaults.messageBehindEmptyLost()),
    /** 5.4: puts a message in fragments before the next one, too. */
    FRAGMENTS_NOT_CLEARED(SecondTextFaults.fragmentsNotCleared()),
    /** 5.6: fills a message up with the end of a longer one before it. */
    OLD_TAIL_IN_ECHO(SecondTextFaults.oldTail(false)),
    /** 5.5.3: fills a pong up with the end of a longer one before it. */
    OLD_TAIL_IN_PONG(SecondTextFaults.oldTail(true)),
    /** 5.4: handles messages of one read in threads, and the short ones end first. */
    SHORT_FIRST(SecondBlindFaults.shortFirst()),
    /** 7.1.7: drops the messages of a read that ends in a bad frame. */
    MESSAGES_BEFORE_FAILURE_LOST(SecondBlindFaults.messagesBeforeFailureLost()),
    /** 5.5.2: drops pings that came in the same read as a close frame. */
    CLOSE_OVERTAKES_PONGS(SecondBlindFaults.closeOvertakesPongs()),
    /** 5.4: takes a close frame for the end of the message that it is in. */
    UNFINISHED_ECHOED_AT_CLOSE(SecondBlindFaults.unfinishedEchoedAtClose()),
    /** 7.1.5: takes the end of TCP for the end of the message that it is in. */
    UNFINISHED_ECHOED_AT_FIN(Behaviours.being(Trait.ECHOES_UNFINISHED_AT_FIN)),
    /** 7.4.1: takes the code 1015. */
    CODE_1015_TAKEN(SecondBlindFaults.codeTakenAs(code -> code == 1015 ? 3000 : code)),
    /** 7.4.2: takes private codes below 4999 only. */
    CODE_4999_REFUSED(SecondBlindFaults.codeRefused(code -> code == 4999)),
    /** 5.5: gives a failure a reason of more than 123 bytes. */
    LONG_REASON(SecondBlindFaults.reasonOf(SecondBlindFaults.longReason())),
    /** 5.5.1: cuts the reason of a failure within a character. */
    REASON_CUT_IN_CHARACTER(SecondBlindFaults.reasonOf(SecondBlindFaults.cutReason())),
    /** 7.1.7: waits for the client to close after a failure. */
    TCP_OPEN_AFTER_FAILURE(Behaviours.being(Trait.WAITS_FOR_CLOSE_AFTER_FAILURE)),
    /** 7.1.1: resets a connection if anything came behind the close frame. */
    RESET_IF_BYTES_ARE_LEFT(SecondBlindFaults.seeingFrames(Trait.RESETS_IF_BYTES_ARE_LEFT)),
    /** RFC 7692 6.2: inflates each fragment as if it were a message. */
    EACH_FRAGMENT_INFLATED(SecondBlindFaults.eachFragmentInflated()),
    /** RFC 7692 7.2.3.4: drops what is compressed behind a final block. */
    MESSAGE_BEHIND_FINAL_BLOCK_LOST(SecondBlindFaults.messageBehindFinalBlockLost()),
    /** RFC 7692 6.2: forgets that a message is compressed when a ping comes in the middle of it. */
    PING_MIDWAY_FORGETS_COMPRESSION(SecondBlindFaults.pingMidwayForgetsCompression()),
    /** RFC 7692 6.2: overlooks RSV1 of an empty first fragment. */
    EMPTY_FIRST_NOT_COMPRESSED(SecondBlindFaults.emptyFirstNotCompressed()),
    /** 8.1: does not check text that came compressed and in fragments. */
    COMPRESSED_FRAGMENTS_UNCHECKED(SecondBlindFaults.compressedFragmentsUnchecked()),
    /** 5.6: echoes binary messages as text if they came compressed. */
    COMPRESSED_BINARY_AS_TEXT(SecondBlindFaults.compressedBinaryAsText()),
    /** RFC 7692 7.2.2: begins a new window behind a message that is not compressed. */
    WINDOW_LOST_BEHIND_PLAIN(Behaviours.being(Trait.LOSES_WINDOW_BEHIND_PLAIN)),
    /** RFC 7692 7.2.2: begins a new window at a ping. */
    WINDOW_LOST_AT_PING(Behaviours.being(Trait.LOSES_WINDOW_AT_PING)),
    /** RFC 7692 6.1: does not compress what is small, but sets RSV1. */
    SMALL_MARKED_AS_COMPRESSED(Behaviours.being(Trait.MARKS_SMALL_AS_COMPRESSED)),
    /** RFC 7692 7.2.1: sends small messages plain, and later points to them. */
    SMALL_COMPRESSED_IN_VAIN(Behaviours.being(Trait.COMPRESSES_SMALL_IN_VAIN)),
    /** RFC 7692 7.2.1: sends messages plain that came plain, and later points to them. */
    PLAIN_COMPRESSED_IN_VAIN(Behaviours.being(Trait.COMPRESSES_PLAIN_IN_VAIN)),
    /** RFC 7692 6.2: drops what a message inflates to beyond 64 KiB. */
    INFLATED_BEYOND_64K_LOST(Behaviours.being(Trait.INFLATES_64K_ONLY)),
    /** 5.4: gathers the fragments of all connections in one place. */
    MESSAGE_BUFFER_SHARED(Behaviours.being(Trait.SHARES_MESSAGE_BUFFER)),
    /** 1.2: sends echoes to the connection of that address that came last. */
    YOUNGEST_ANSWERED(Behaviours.being(Trait.ANSWERS_YOUNGEST)),
    /** 10.4: reads requests in one thread. */
    SLOW_REQUEST_BLOCKS_OTHERS(Behaviours.being(Trait.READS_ONE_REQUEST_AT_A_TIME)),
    /** 10.6: reads the beginnings of TLS in one thread. */
    SLOW_HELLO_BLOCKS_OTHERS(Behaviours.being(Trait.READS_ONE_HELLO_AT_A_TIME)),
    /** 10.4: writes in one thread. */
    SLOW_READER_BLOCKS_OTHERS(Behaviours.being(Trait.WRITES_ONE_FRAME_AT_A_TIME)),
    /** 10.4: takes memory for a frame as soon as its length is read. */
    HUGE_LENGTH_IS_DEADLY(SecondBlindFaults.seeingFrames(Trait.DIES_OF_HUGE_LENGTH)),
    /** 10.6: ends when a connection speaks no TLS. */
    BAD_HELLO_IS_DEADLY(Behaviours.being(Trait.DIES_OF_BAD_HELLO)),
    /** 10.6: takes the first read for the whole ClientHello. */
    CUT_HELLO_REFUSED(Behaviours.being(Trait.READS_HELLO_ONCE));

    private final Behaviour behaviour;

    SecondBlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }
}
