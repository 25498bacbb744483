package dev.parley.conformance.reference;

/**
 * A fourth set of faults, planted by an engineer who knew neither the cases nor the faults before: about half are bugs
 * that real servers had, half are ways to misread, mistype or forget. {@code fourth-blind-faults.tsv}, which was written
 * before any of them was played, says what each breaks and how it shows; here are the section (of RFC 6455 unless
 * named), the level, and where it was reported.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum FourthBlindFault implements Planted {
    /** 4.2.1 (5) MUST: snapview/tungstenite-rs#543. */
    KEY_OF_24_CHARACTERS(FourthRequestFaults.keysOfRightLengthTaken()),
    /** 4.2.1 (5) MUST: own. */
    KEY_OF_16_BYTES_OR_MORE(FourthRequestFaults.longKeysTaken()),
    /** 4.2.1 (5), 11.3.1 MUST: own. */
    EQUAL_KEYS_TAKEN_FOR_ONE(FourthRequestFaults.equalKeysAreOne()),
    /** 4.2.2 (5.4) MUST: own. */
    KEY_READ_AS_FORM_DATA(FourthRequestFaults.keyIsFormData()),
    /** 4.2.1 (6), 4.2.2 MUST: own. */
    VERSION_READ_AS_NUMBER(FourthRequestFaults.versionIsANumber()),
    /** 4.2.2, 4.4 MUST: own. */
    VERSION_ANSWER_REPEATS_REQUEST(FourthRequestFaults.versionRepeated()),
    /** 4.2.2 MUST: javaee/grizzly#1089. */
    UNKNOWN_VERSION_UNANSWERED(FourthRequestFaults.otherVersionUnanswered()),
    /** 4.2.1 (1) MUST: own. */
    MINOR_VERSION_ONLY(FourthRequestFaults.minorVersionOnly()),
    /** 4.2.1 (2), RFC 9112 3.2 MUST: own. */
    ABSOLUTE_TARGET_NEEDS_NO_HOST(FourthRequestFaults.absoluteTargetIsHost()),
    /** RFC 9112 5.1 MUST: own. */
    TAB_BEFORE_COLON_TAKEN(FourthRequestFaults.tabBeforeColonTaken()),
    /** RFC 9112 5.2 MUST: own. */
    FOLD_JOINED_WITHOUT_SPACE(FourthRequestFaults.foldJoined()),
    /** RFC 9112 2.2 MUST: nodejs/llhttp, CVE-2023-30589. */
    BARE_CR_ENDS_LINE(FourthRequestFaults.carriageReturnEndsLine()),
    /** RFC 9110 5.5 MUST: own. */
    NUL_ENDS_VALUE(FourthRequestFaults.nulEndsValue()),
    /** 4.2.1, RFC 9110 5.1 MUST: own. */
    TURKISH_HEADER_NAMES(FourthRequestFaults.capitalIsUnknown()),
    /** 4.2.1 (4), RFC 9110 5.3 MUST: civetweb/civetweb#1083. */
    FIRST_CONNECTION_LINE_ONLY(FourthRequestFaults.firstConnectionLineOnly()),
    /** 4.2.2 (5.2) MUST: own. */
    UPGRADE_VALUE_ECHOED(FourthRequestFaults.upgradeEchoed()),
    /** 4.2.2 (5.5), 11.3.4 MUST: civetweb/civetweb#295. */
    SUBPROTOCOL_LIST_ECHOED(FourthRequestFaults.subprotocolsEchoed()),
    /** 4.2.2 (5.5) MUST NOT: joewalnes/websocketd#7. */
    SUBPROTOCOL_ANSWER_EMPTY(FourthRequestFaults.subprotocolEmpty()),
    /** 4.2.2 (5.5), 11.3.4 MUST: own. */
    SUBPROTOCOL_CASE_IGNORED(FourthRequestFaults.subprotocolInAnyCase()),
    /** RFC 9112 6.1 MUST NOT: mirage/ocaml-cohttp#1141, ReactiveX/RxNetty#576. */
    SWITCH_IS_CHUNKED(FourthRequestFaults.switchIsChunked()),
    /** RFC 9110 8.6 MUST NOT: own. */
    REFUSAL_LENGTH_COUNTS_HEAD(FourthRequestFaults.lengthCountsHead()),
    /** 4.2.2 (4) MUST: own. */
    ORIGIN_REFUSED_WITH_200(FourthRequestFaults.originRefusedWith200()),
    /** 5.1 MUST: netxms/netxms#3579. */
    UNMASKED_FRAGMENT_TAKEN(FourthFrameFaults.unmaskedContinuation()),
    /** 5.1 MUST: sta/websocket-sharp#12. */
    UNMASKED_EMPTY_FRAME_TAKEN(FourthFrameFaults.unmaskedEmpty()),
    /** 5.5.3, 5.3 MUST: zeroc-ice/ice#5678. */
    PONG_STILL_MASKED(FourthFrameFaults.pongStaysMasked()),
    /** 5.1 MUST NOT: zephyrproject-rtos/zephyr#88042. */
    CLOSE_IS_MASKED(FourthFrameFaults.closeIsMasked()),
    /** 5.3 MUST: own. */
    KEY_BEGINNING_WITH_ZERO_IS_NONE(FourthFrameFaults.zeroIsNoKey()),
    /** 5.3 MUST: own. */
    WORDWISE_UNMASKING_FORGETS_THREE(FourthFrameFaults.lastThreeStayMasked()),
    /** 5.3 MUST: own. */
    KEY_RESTARTS_IN_EACH_BUFFER(FourthFrameFaults.keyRestarts()),
    /** 5.2 MUST: own. */
    RSV2_FREE_WITH_DEFLATE(FourthFrameFaults.otherBitsFree()),
    /** 5.2 MUST: own. */
    RESERVED_OPCODE_SKIPPED_IF_EMPTY(FourthFrameFaults.emptyReservedSkipped()),
    /** 5.2 MUST: nodejs/undici#4875. */
    LENGTH_OF_32_BITS_READ(FourthFrameFaults.lowWordOnly()),
    /** 5.2 MUST: espressif/esp-idf#6196. */
    LENGTH_SHIFT_WRAPS(FourthFrameFaults.lengthShiftWraps()),
    /** 5.2, 5.5 MUST: own. */
    LENGTH_125_IN_16_BITS(FourthFrameFaults.longFormFor125()),
    /** 5.2 MUST: own. */
    LENGTH_LOW_BYTE_SIGNED(FourthFrameFaults.lowByteSigned()),
    /** 6.2, 5.5.2 MUST: Spinoco/fs2-http#10, javaee/grizzly#1184. */
    SIXTEEN_FRAMES_A_READ(FourthFrameFaults.sixteenARead()),
    /** 6.2, 5.4 MUST: own. */
    THIRD_READ_SPOILS_SECOND(FourthFrameFaults.secondPieceZero()),
    /** 6.2, 5.5.2 MUST: oraoto/pony-websocket#8. */
    FRAME_BEHIND_EMPTY_LOST(FourthFrameFaults.frameBehindEmptyLost()),
    /** 5.4, 5.5.3 MUST: Textalk/websocket-php#98. */
    PONG_BECOMES_FRAGMENT(FourthMessageFaults.pongJoins()),
    /** 5.4 MUST: andremussche/DelphiWebsockets#29. */
    PONG_ENDS_FRAGMENTS(FourthMessageFaults.pongEndsFragments()),
    /** 5.4, 6.2 MUST: tornadoweb/tornado#330. */
    PING_MAKES_TEXT_BINARY(FourthMessageFaults.pingMakesBinary()),
    /** 5.4 MUST: warmcat/libwebsockets#1643, curl/curl#18286. */
    EMPTY_END_OVERLOOKED(FourthMessageFaults.emptyEndOverlooked()),
    /** 5.4 MUST: own. */
    EMPTY_CONTINUATION_ENDS(FourthMessageFaults.emptyContinuationEnds()),
    /** 5.4 MUST: own. */
    EMPTY_START_IS_NO_START(FourthMessageFaults.emptyStartIsNone()),
    /** 5.4 MUST: own. */
    FINISHED_MESSAGE_GOES_ON(FourthMessageFaults.finishedGoesOn()),
    /** 5.4 MUST: Warfley/LazWebsockets#6, pocoproject/poco#550. */
    SAME_OPCODE_CONTINUES(FourthMessageFaults.sameOpcodeContinues()),
    /** 5.4 MUST: own. */
    FRAGMENTS_COUNTED_IN_A_BYTE(FourthMessageFaults.fragmentsInAByte()),
    /** 5.5.3 MUST: own. */
    PONG_ENDS_AT_NUL(FourthMessageFaults.pongEndsAtNul()),
    /** 5.5.3 MUST: own. */
    PONG_KEEPS_OLD_TAIL(FourthMessageFaults.pongKeepsTail()),
    /** 5.5 MUST: own. */
    LONG_PONG_TAKEN(FourthMessageFaults.longPongTaken()),
    /** 5.5.2 MUST: warmcat/libwebsockets#256. */
    EMPTY_PING_WITHIN_MESSAGE_UNANSWERED(FourthMessageFaults.emptyPingWithinUnanswered()),
    /** 8.1, 5.6 MUST: own. */
    LOW_SURROGATES_TAKEN(FourthMessageFaults.lowSurrogatesTaken()),
    /** 8.1, 5.6 MUST: own. */
    CODE_POINT_110000_TAKEN(FourthMessageFaults.codePoint110000Taken()),
    /** 8.1, 5.6 MUST: own. */
    LAST_OVERLONG_OF_THREE_TAKEN(FourthMessageFaults.lastOverlongTaken()),
    /** 8.1, 5.6 MUST: own. */
    PAIRS_OF_SURROGATES_TAKEN(FourthMessageFaults.pairsTaken()),
    /** 8.1, 5.6 MUST: own. */
    PLANE_ENDS_REFUSED(FourthMessageFaults.planeEndsRefused()),
    /** 8.1, 5.6 MUST: own. */
    CHARACTER_CUT_BEFORE_EMPTY_END(FourthMessageFaults.cutBeforeEmptyEnd()),
    /** 5.6, 5.4 MUST: ballerina-platform/ballerina-lang#12695. */
    PING_FORGETS_HALF_CHARACTER(FourthMessageFaults.pingForgetsHalf()),
    /** 5.6, 6.2 MUST: own. */
    BYTE_ORDER_MARK_DROPPED(FourthMessageFaults.byteOrderMarkDropped()),
    /** 5.5.1, 8.1 MUST: freeunitorg/freeunit#378. */
    CLOSE_REASON_ENDS_WITHIN_CHARACTER(FourthMessageFaults.reasonMayEndWithinCharacter()),
    /** 5.6, 5.4 MUST: own. */
    BINARY_CONTINUATION_IS_TEXT(FourthMessageFaults.binaryContinuationIsText()),
    /** 5.5.1 MUST: own. */
    CLOSE_OF_ONE_BYTE_ECHOED(FourthClosingFaults.oneByteEchoed()),
    /** 7.4.1 MUST NOT: vulcand/oxy#133. */
    CODE_1015_ECHOED(FourthClosingFaults.code1015Echoed()),
    /** 7.4.1 MUST NOT: playframework/playframework#14051. */
    EMPTY_CLOSE_ANSWERED_WITH_1005(FourthClosingFaults.emptyAnsweredWith1005()),
    /** 5.5 MUST: ktorio/ktor#5725, sockjs/sockjs-node#107. */
    CLOSE_ANSWER_OVER_125(FourthClosingFaults.answerTooLong()),
    /** 5.5.1 MUST: websockets/ws 7.4.4. */
    CLOSE_ANSWER_CUTS_CHARACTER(FourthClosingFaults.answerCutsCharacter()),
    /** 5.5.1 MUST NOT: jetty/jetty.project#3686. */
    CLOSE_OVERTAKES_ECHO(FourthClosingFaults.overtakesEcho()),
    /** 5.5.1, 5.4 MUST: own. */
    CLOSE_WAITS_FOR_MESSAGE(FourthClosingFaults.waitsForMessage()),
    /** 7.1.1, 5.5.1 MUST: dotnet/corefx#33339, python-trio/trio-websocket#115. */
    TCP_OPEN_AFTER_EMPTY_CLOSE(FourthClosingFaults.staysOpenAfterEmpty()),
    /** 7.1.7, 7.1.1 SHOULD: own. */
    TCP_OPEN_AFTER_1007(FourthClosingFaults.staysOpenAfter1007()),
    /** 7.1.7 SHOULD: own. */
    BAD_CLOSE_DROPPED(FourthClosingFaults.badCloseDropped()),
    /** 7.4.1 MUST NOT: pgjones/hypercorn#112. */
    BAD_DEFLATE_IS_1006(FourthClosingFaults.badDeflateIs1006()),
    /** 5.5, 5.5.1 MUST: own. */
    REASON_OF_123_BYTES_REFUSED(FourthClosingFaults.largestRefused()),
    /** 7.4.2 MUST: own. */
    CODE_3000_REFUSED(FourthClosingFaults.code3000Refused()),
    /** 5.5.1, 5.2 MUST NOT: mirage/ocaml-cohttp#1141. */
    CHUNK_END_BEHIND_CLOSE(FourthClosingFaults.chunkBehindClose()),
    /** RFC 7692 7.1.2.2 MUST NOT: own. */
    PARAMETERS_OF_DECLINED_OFFER(FourthRequestFaults.parametersOfDeclinedOffer()),
    /** RFC 7692 7.1.2.2 MUST: websockets/ws#2336, netty/netty#16424. */
    CLIENT_WINDOW_ANSWERED_ABOVE_OFFER(FourthRequestFaults.clientWindowAboveOffer()),
    /** RFC 7692 7.1.2.2 MUST NOT: coder/websocket#443, ninenines/cowlib#118. */
    CLIENT_WINDOW_ANSWERED_UNASKED(FourthRequestFaults.clientWindowUnasked()),
    /** RFC 7692 5.1, 7.1 MUST: apache/tomcat#1019. */
    BAD_WINDOW_FAILS_HANDSHAKE(FourthRequestFaults.badWindowFails()),
    /** 9.1, RFC 7692 5.1 MUST NOT: websockets/ws#1235. */
    COMMA_IN_QUOTES_SPLITS(FourthRequestFaults.commaInQuotesSplits()),
    /** RFC 7692 7.1.2.1 MUST: own. */
    WINDOW_WITHOUT_VALUE_TAKEN(FourthRequestFaults.windowWithoutValue()),
    /** RFC 7692 6.1 MUST: oven-sh/bun#33001. */
    RSV1_PING_TAKEN(FourthMessageFaults.rsv1PingTaken()),
    /** RFC 7692 6.2, 5.4 MUST: dart-lang/sdk#63488. */
    PING_ENDS_COMPRESSION(FourthMessageFaults.pingEndsCompression()),
    /** RFC 7692 7.2.1, 7.2.2 MUST: websockets/ws#1669, boostorg/beast#923. */
    FINAL_BLOCK_IS_THE_LAST(FourthMessageFaults.finalBlockIsTheLast()),
    /** RFC 7692 7.2.2 MUST: own. */
    EMPTY_MESSAGE_LOSES_WINDOW(Behaviours.being(Trait.LOSES_WINDOW_BEHIND_EMPTY)),
    /** RFC 7692 7.2.1, 7.2.3.6 MUST: machinezone/IXWebSocket#167. */
    EMPTY_COMPRESSED_TO_NOTHING(FourthMessageFaults.emptyCompressedToNothing()),
    /** RFC 7692 7.1.2.1 MUST: own. */
    WINDOW_ONE_BIT_MORE(FourthClosingFaults.windowOneBitMore()),
    /** RFC 7692 6.1 MUST NOT: python-websockets/websockets#866. */
    RSV1_ON_EVERY_FRAGMENT(FourthMessageFaults.rsv1OnEveryFragment()),
    /** RFC 7692 6.2, 8.1 MUST: tatsuhiro-t/wslay#33. */
    COMPRESSED_CONTINUATION_IS_TEXT(FourthMessageFaults.compressedContinuationIsText());

    private final Behaviour behaviour;

    FourthBlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }
}
