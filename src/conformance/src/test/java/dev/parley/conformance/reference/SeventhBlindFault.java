package dev.parley.conformance.reference;

import java.util.Set;

/**
 * A seventh set of faults, planted by an engineer who had read neither the cases nor an older list, two in three of them
 * bugs of real servers: the section that each breaks, at which level, and where it was reported. What each is, and how it
 * shows, stands in seventh-blind-faults.tsv. Many turned out to be faults of earlier sets, and then do what those do.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum SeventhBlindFault implements Planted {
    /** 4.2.1 (3), RFC 9110 5.3 MUST: Soju06/codex-lb#1782. */
    CONNECTION_LAST_LINE_WINS(SeventhRequestFaults.lastConnectionLine()),
    /** 4.2.1 (3), RFC 9110 5.6.1 MUST: sitegui/nodejs-websocket#46. */
    CONNECTION_SPLIT_AT_COMMA_SPACE(SeventhRequestFaults.splitAtCommaAndSpace()),
    /** 4.2.1 (3), RFC 9110 7.8 MUST: snapview/tungstenite-rs#549, halfgaar/FlashMQ#142. */
    UPGRADE_COMPARED_WHOLE(SeventhRequestFaults.upgradeComparedWhole()),
    /** 4.2.1 (3) MUST: karlseguin/websocket.zig#4, nilstate/icey#205. */
    CONNECTION_CONTAINS_UPGRADE(SeventhRequestFaults.connectionContainsUpgrade()),
    /** RFC 9112 3 (8000 octets at least) SHOULD: python-websockets/websockets#743. */
    REQUEST_LINE_LIMIT_4096(SeventhRequestFaults.requestLineLimited()),
    /** RFC 9112 5.1 MUST: zaphoyd/websocketpp#301. */
    SPACE_AFTER_COLON_REQUIRED(SeventhRequestFaults.spaceAfterColonRequired()),
    /** RFC 9112 5.1, RFC 9110 5.6.3 MUST: faye/websocket-extensions-ruby#9. */
    TAB_NOT_TRIMMED(SeventhRequestFaults.tabNotTrimmed()),
    /** RFC 9112 3.2.2, 4.2.1 (1) MUST: own. */
    ABSOLUTE_FORM_REFUSED(SeventhRequestFaults.absoluteFormIsPath()),
    /** 4.2.2 (4), 10.2 MUST: own. */
    ORIGIN_PREFIX_MATCH(SeventhRequestFaults.originPrefix()),
    /** 4.2.2 (4), RFC 6454 4 MUST: gorilla/websocket#592. */
    ORIGIN_HOST_ONLY(SeventhRequestFaults.originHostOnly()),
    /** 4.2.1 (5) MUST: oven-sh/bun#35298, snapview/tungstenite-rs#543. */
    KEY_24_CHARACTERS(SeventhRequestFaults.keyOf24()),
    /** 4.2.1 (5), RFC 4648 3.3 MUST: own. */
    KEY_MIME_DECODER(SeventhRequestFaults.keyByMimeDecoder()),
    /** 4.2.2 (4), 4.4 MUST: coder/websocket#176. */
    VERSION_REFUSED_WITHOUT_VERSIONS(ThirdAnswerFaults.refusalWithoutVersions()),
    /** RFC 9110 15.5.22 MUST: ratchetphp/RFC6455#19. */
    REFUSAL_426_WITHOUT_UPGRADE(ThirdAnswerFaults.upgradeRequiredWithoutUpgrade()),
    /** RFC 9112 3.2 MUST: own. */
    HOST_TWICE_TAKEN(SeventhRequestFaults.hostTwice()),
    /** RFC 9112 5.1 MUST: own. */
    SPACE_BEFORE_COLON_TAKEN(SeventhRequestFaults.spaceBeforeColon()),
    /** RFC 9112 5.2 MUST: own. */
    FOLDED_LINE_IS_A_FIELD(SeventhRequestFaults.foldedLineIsField()),
    /** RFC 9110 9.1, 4.2.1 (1) MUST: own. */
    METHOD_IN_ANY_CASE(SeventhRequestFaults.methodInAnyCase()),
    /** 4.2.1 (1) MUST: own. */
    METHOD_NOT_CHECKED(SeventhRequestFaults.anyMethod()),
    /** RFC 9112 6.3, RFC 9110 7.8 MUST: own. */
    BODY_READ_AS_FRAMES(ThirdRequestFaults.bodyTakenAsFrames()),
    /** RFC 9112 2.1, 4.2.1 MUST: ghedipunk/PHP-Websockets#46. */
    HANDSHAKE_END_SPLIT(Behaviours.being(Trait.LOOKS_FOR_END_IN_LAST_READ)),
    /** 4.2.2, 5 MUST: zaphoyd/websocketpp#32, oven-sh/bun#33692. */
    HANDSHAKE_REST_LOST(Behaviours.being(Trait.LOSES_PARTIAL_FRAME_BEHIND_REQUEST)),
    /** 4.2.2 (5.4) MUST: own. */
    ACCEPT_OF_REENCODED_KEY(FormFaults.keyEncodedAnew()),
    /** RFC 9110 8.6 MUST: SuaveIO/suave#626, hyperium/hyper#2215. */
    RESPONSE_101_CONTENT_LENGTH(ThirdAnswerFaults.contentLengthIn101()),
    /** 4.2.2 (5.5), 11.3.4 MUST: esl/MongooseIM#1308. */
    PROTOCOL_WITHOUT_OFFER(SeventhRequestFaults.protocolWithoutOffer()),
    /** 4.2.2 (5.5) MUST: EarthScope/ringserver#1. */
    PROTOCOL_IN_OWN_SPELLING(FourthRequestFaults.subprotocolInAnyCase()),
    /** 4.2.2 (5.5) MUST: own. */
    PROTOCOL_BY_SUBSTRING(ThirdRequestFaults.protocolFoundInName()),
    /** 5.2 MUST: croservices/cro-websocket#23, Spinoco/protocol#13. */
    LENGTH_16_SIGNED(ThirdFrameFaults.length16IsSigned()),
    /** 5.2, 10.4 MUST: Corvusoft/restbed#466. */
    LENGTH_64_LOW_HALF(FourthFrameFaults.lowWordOnly()),
    /** 5.2 MUST: apache/httpcomponents-client#854, golang/go#11999. */
    LENGTH_64_TOP_BIT_CLEARED(SeventhFrameFaults.topBitCleared()),
    /** 5.2 MUST: OvenMediaLabs/OvenMediaEngine#2315. */
    SENT_65535_IN_64_BITS(SeventhFrameFaults.echoOf65535()),
    /** 5.3 MUST: pocoproject/poco#4838. */
    MASK_RESTARTS_AT_READ(SeventhFrameFaults.maskRestartsAtRead()),
    /** 5.3 MUST: rawpython/remi#483. */
    MASK_RUNS_ON_IN_CONTINUATION(ThirdFrameFaults.keyRunsOnInContinuation()),
    /** 5.1, 5.3 MUST: uNetworking/uWebSockets#1407. */
    MASK_OF_ZEROS_REFUSED(SeventhFrameFaults.maskOfZerosRefused()),
    /** 5.1 MUST: netxms/netxms#3579. */
    UNMASKED_CONTROL_TAKEN(SeventhFrameFaults.unmaskedControl()),
    /** 5.1 MUST: own. */
    UNMASKED_EMPTY_TAKEN(FourthFrameFaults.unmaskedEmpty()),
    /** 5.2 MUST: TooTallNate/Java-WebSocket#1232. */
    RESERVED_BITS_FREE_WITH_DEFLATE(FourthFrameFaults.otherBitsFree()),
    /** 5.2, 5.5 MUST: own. */
    PONG_SKIPPED_UNCHECKED(SecondFrameFaults.pongUnchecked()),
    /** 5.5.3 MUST: own. */
    PONG_UNSOLICITED_REFUSED(SeventhFrameFaults.pongUnsolicited()),
    /** RFC 7692 6.1 MUST: oven-sh/bun#33001. */
    RSV1_PING_ARMS_INFLATER(ThirdMessageFaults.controlMarksNextAsCompressed()),
    /** RFC 7692 6.1 MUST: python-websockets/websockets#1720. */
    RSV1_IN_CONTINUATION_TAKEN(SeventhFrameFaults.rsv1OfContinuationCleared()),
    /** RFC 7692 6.2, 5.2 MUST: oven-sh/bun#33001. */
    RSV1_HEADER_SPLIT_REFUSED(SeventhFrameFaults.rsv1HeaderSplit()),
    /** 5.2 MUST: own. */
    RESERVED_CONTROL_SKIPPED(SeventhFrameFaults.reservedControlSkipped()),
    /** 5.4 MUST: aio-libs/aiohttp#13553. */
    UNFINISHED_FRAME_MERGED(SeventhFrameFaults.unfinishedMerged()),
    /** 5.4 MUST: own. */
    STALE_CONTINUATION_TAKEN(SeventhFrameFaults.staleContinuation()),
    /** 5.4 MUST: own. */
    EMPTY_FIRST_FRAGMENT_FORGOTTEN(FourthMessageFaults.emptyStartIsNone()),
    /** RFC 7692 6.2, 5.4 MUST: dart-lang/sdk#63488. */
    PING_CLEARS_COMPRESSED(ThirdMessageFaults.controlInsideEndsCompression()),
    /** 5.5.2 MUST: warmcat/libwebsockets#256. */
    EMPTY_PING_NOT_ANSWERED(ThirdFrameFaults.emptyPingUnanswered()),
    /** 5.5 MUST: own. */
    PING_OF_125_REFUSED(SeventhFrameFaults.controlOf125Refused()),
    /** 5.5.2, 5.5.3 MUST: capnproto/capnproto#1772. */
    ONE_PONG_A_READ(SeventhFrameFaults.onePongARead()),
    /** 8.1, RFC 3629 3 MUST: own. */
    CESU_8_TAKEN(FourthMessageFaults.pairsTaken()),
    /** 8.1, RFC 3629 3 MUST: dotnet/runtime#59214. */
    OVERLONG_NUL_TAKEN(BlindFaults.replaced("\u00C0\u0080", "\0")),
    /** 5.6, 8.1 MUST: netty/netty#10236. */
    NONCHARACTER_REFUSED(SeventhTextFaults.nonCharacterRefused()),
    /** 8.1 MUST: own. */
    UTF_8_FAST_PATH_TAIL(SeventhTextFaults.fastPathTail()),
    /** 8.1, 5.6 MUST: status-im/nim-websock#90. */
    UTF_8_END_UNCHECKED_AFTER_EMPTY(FourthMessageFaults.cutBeforeEmptyEnd()),
    /** 5.6 MUST: dotnet/corefx#29834. */
    UTF_8_SPLIT_IN_READ(SeventhTextFaults.splitInRead()),
    /** 8.1, RFC 7692 6.2 MUST: own. */
    UTF_8_COMPRESSED_UNCHECKED(SeventhTextFaults.compressedUnchecked()),
    /** 5.6, RFC 3629 6 MUST: own. */
    BYTE_ORDER_MARK_STRIPPED(FourthMessageFaults.byteOrderMarkDropped()),
    /** 7.4.1 MUST: nats-io/nats-server#6259, Lawouach/WebSocket-for-Python#263. */
    CLOSE_1005_SENT(FourthClosingFaults.emptyAnsweredWith1005()),
    /** 7.4.2 MUST: actor-framework/actor-framework#1498. */
    CLOSE_APPLICATION_CODES_REFUSED(SeventhTextFaults.applicationCodesRefused()),
    /** 7.4.1, 7.4.2 MUST: actor-framework/actor-framework#1498. */
    CLOSE_ANY_CODE_FROM_1000(SeventhTextFaults.anyCodeFrom1000()),
    /** 5.5 MUST: Start9Labs/start-technologies#3605. */
    CLOSE_REPLY_TOO_LONG(FourthClosingFaults.answerTooLong()),
    /** 5.5.1, 8.1 MUST: openclaw/openclaw#100047. */
    CLOSE_REASON_CUT_IN_CHARACTER(SeventhTextFaults.reasonCutInCharacter()),
    /** 5.5.1 MUST: oven-sh/bun#35529. */
    CLOSE_SPLIT_JUDGED_EARLY(SeventhTextFaults.splitCloseJudgedEarly()),
    /** 5.4, 5.5.1 MUST: own. */
    CLOSE_IN_FRAGMENTS_WAITS(FourthClosingFaults.waitsForMessage()),
    /** 5.5.1 MUST: own. */
    CLOSE_OVERTAKES_LARGE_ECHO(SeventhTextFaults.closeOvertakesLarge()),
    /** 5.5.1, 7.1.7 MUST: own. */
    CLOSE_ANSWERED_TWICE(SeventhTextFaults.closeAnsweredTwice()),
    /** 9.1, RFC 7692 5 MUST: websockets/ws#1235. */
    PMD_OFFER_IN_QUOTES(ThirdRequestFaults.offerInQuotesTaken()),
    /** RFC 7692 5.1, 7 MUST: apache/tomcat#1019. */
    PMD_BAD_VALUE_FAILS_HANDSHAKE(FourthRequestFaults.badWindowFails()),
    /** RFC 7692 7.1.1.1, 7 MUST: bisq-network/bisq2#4932. */
    PMD_FLAG_WITH_VALUE_TAKEN(SixthAnswerFaults.flagWithValue()),
    /** RFC 7692 7.1.2.1 MUST: own. */
    PMD_LEADING_ZERO_TAKEN(SeventhRequestFaults.leadingZero()),
    /** RFC 7692 7.1.2.2, 5.1 MUST: own. */
    PMD_DECLINED_PARAMETERS_LEAK(FourthRequestFaults.parametersOfDeclinedOffer()),
    /** RFC 7692 7.1.2.1 MUST: faye/permessage-deflate-node (wiki), netty/netty#8702. */
    SERVER_WINDOW_8_MADE_9(SeventhDeflateFaults.window8Is9()),
    /** RFC 7692 7.2.1, 7.2.2 MUST: sockudo/sockudo-ws#14. */
    DEFLATE_DRIFT_AFTER_PLAIN(SeventhDeflateFaults.driftAfterPlain()),
    /** RFC 7692 7.2.3.6 MUST: dart-lang/sdk#35540. */
    EMPTY_REPLY_WITHOUT_BLOCK(FourthMessageFaults.emptyCompressedToNothing()),
    /** RFC 7692 7.2.3.6, 7.2.2 MUST: mattgodbolt/seasocks#125. */
    EMPTY_COMPRESSED_REFUSED(SeventhDeflateFaults.emptyRefused()),
    /** RFC 7692 7.2.3.4, 7.2.1 MUST: oven-sh/bun#34105, websockets/ws#1669. */
    BFINAL_ENDS_INFLATER(ThirdMessageFaults.messagesBehindFinalBlockEmpty()),
    /** RFC 7692 7.2.2 MUST: websockets/ws#983, oven-sh/bun#33003. */
    INFLATER_RESET_BY_PLAIN(Behaviours.being(Trait.LOSES_WINDOW_BEHIND_PLAIN)),
    /** RFC 7692 7.2.2 MUST: faye/permessage-deflate-node#4, warmcat/libwebsockets#1413. */
    INFLATE_ENDS_WITH_INPUT(SeventhDeflateFaults.endsWithInput()),
    /** RFC 7692 7.2.1 MUST: faye/permessage-deflate-node#4. */
    TAIL_SENT_WHEN_LARGE(SeventhDeflateFaults.tailWhenLarge()),
    /** RFC 7692 6.1 MUST: eventlet/eventlet#720. */
    PONG_COMPRESSED(SeventhDeflateFaults.controlCompressed()),
    /** RFC 7692 7.2.2 MUST: own. */
    INFLATER_OF_ANOTHER_CONNECTION(SeventhDeflateFaults.inflaterOfOther()),
    /** 5.6, 10.4 MUST: crossbario/autobahn-python#1909. */
    LIMIT_RUNS_OVER_MESSAGES(SeventhLimitFaults.runsOverMessages()),
    /** 10.4 MUST: crossbario/autobahn-python#1909. */
    LIMIT_OF_COMPRESSED_SIZE(FifthFrameFaults.inflatedUnlimited()),
    /** 5.4, 5.5 MUST: own. */
    LIMIT_COUNTS_CONTROL_FRAMES(SeventhLimitFaults.countsControl()),
    /** 10.4 MUST: own. */
    LIMIT_TEXT_ONLY(SeventhLimitFaults.textOnly()),
    /** 10.4, 5.2 MUST: userver-framework/userver#1249. */
    LIMIT_SUM_WRAPS(SeventhFrameFaults.limitSumWraps()),
    /** 5.4, 5.6 MUST: clockworklabs/SpacetimeDB#5730. */
    SMALL_OVERTAKES_COMPRESSED(ThirdMessageFaults.plainOvertakesCompressed()),
    /** 6.2, 5.6 MUST: own. */
    EMPTY_MESSAGE_REPEATS_LAST(SeventhFrameFaults.emptyRepeatsLast()),
    /** 5.6, 6.2 MUST: own. */
    TYPE_OF_FIRST_MESSAGE(FrameFaults.typeOfFirst()),
    /** 5.4 MUST: own. */
    FRAGMENTS_IN_ONE_BUFFER(Behaviours.being(Trait.SHARES_MESSAGE_BUFFER)),
    /** 5.2, 6.2 MUST: me-no-dev/ESPAsyncWebServer#338. */
    SIXTEEN_FRAMES_A_READ(FourthFrameFaults.sixteenARead()),
    /** 5.2 MUST: eclipse-mosquitto/mosquitto#3721. */
    LENGTH_SPLIT_MISREAD(FifthFrameFaults.lengthCutByRead()),
    /** 5.3 MUST: eclipse-mosquitto/mosquitto#3721. */
    MASK_KEY_SPLIT_MISREAD(FifthFrameFaults.keyCutByRead()),
    /** 5.5.1 MUST: jetty/jetty.project#13346. */
    EOF_DROPS_DUE_REPLIES(Behaviours.being(Trait.DROPS_CLOSE_AT_FIN)),
    /** RFC 8446 6.1, 7.1.1 MUST: discord/discord-api-docs#6011. */
    TLS_NO_CLOSE_NOTIFY(Behaviours.being(Trait.ENDS_TLS_WITHOUT_NOTICE)),
    /** 6.2 MUST: warmcat/libwebsockets#309, warmcat/libwebsockets#354. */
    TLS_RECORD_REST_WAITS(Behaviours.being(Trait.READS_PART_OF_RECORD)),
    /** 5.2 MUST: pocoproject/poco#4850. */
    TLS_HEADER_ACROSS_RECORDS(SeventhFrameFaults.headerAcrossRecords()),
    /** 6.1 MUST: denoland/deno#36862. */
    TLS_LARGE_REPLY_CUT(SeventhFrameFaults.largeReplyCut()),
    /** RFC 7301 3.2, RFC 9113 3.2 MUST: own. */
    TLS_ALPN_PICKS_H2(Behaviours.being(Trait.CHOOSES_H2));

    private static final Set<String> FELT = Set.of("INFLATER_OF_ANOTHER_CONNECTION");

    private final Behaviour behaviour;

    SeventhBlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }

    @Override
    public boolean isFeltByOthers() {
        return FELT.contains(name()) || Planted.super.isFeltByOthers();
    }
}
