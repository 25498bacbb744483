package dev.parley.conformance.reference;

/**
 * A third set of faults, each one a bug that a real server had, planted by an engineer who knew neither the cases nor the
 * faults before: the section that it breaks (of RFC 6455 unless named), and where it was reported.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum ThirdBlindFault implements Planted {
    /** 4.2.1 item 4: coder/websocket#189. */
    CONNECTION_TOKEN_BEHIND_SPACE_REFUSED(Behaviours.refusingWhere("(?im)^Connection:[^\r\n]*,[ \t]+upgrade\\b")),
    /** 4.2.1 item 4: websocket-rails#55, vapor/http#76. */
    CONNECTION_TOKEN_CASE_MATTERS(
            Behaviours.refusingWhere("(?m)^(?i:Connection):(?![^\r\n]*Upgrade)[^\r\n]*(?i:upgrade)")),
    /** 4.2.1 item 4, RFC 9110 5.3: seen in a client, oven-sh/bun#33727. */
    CONNECTION_IN_FIRST_LINE_ONLY(ThirdRequestFaults.connectionInLaterLineNotSeen()),
    /** 4.2.1 item 3: ninenines/cowboy#74, machinezone/IXWebSocket#583. */
    UPGRADE_TOKEN_CASE_MATTERS(
            Behaviours.refusingWhere("(?m)^(?i:Upgrade):(?![^\r\n]*websocket)[^\r\n]*(?i:websocket)")),
    /** 4.2.1 item 3, RFC 9110 7.8: review of oven-sh/bun#35298. */
    UPGRADE_LIST_REFUSED(Behaviours.refusingWhere("(?im)^Upgrade:[^\r\n]*,")),
    /** RFC 9110 5.1: Links2004/arduinoWebSockets#8, lihaoyi/SprayWebSockets#6. */
    HEADER_NAME_CASE_MATTERS(Behaviours.refusingWhere("(?m)^(?!Sec-WebSocket-)(?i:Sec-WebSocket-(Key|Version):)")),
    /** 11.3.4: python-hyper/wsproto#175. */
    PROTOCOLS_IN_LAST_LINE_ONLY(ThirdRequestFaults.lastProtocolLine()),
    /** 11.3.2: python-hyper/wsproto#175. */
    LAST_EXTENSIONS_LINE_ONLY(ThirdRequestFaults.lastExtensionsLine()),
    /** 4.2.1 item 5: Theldus/wsServer#119. */
    KEY_OF_18_BYTES_TAKEN(ThirdRequestFaults.takingKey("[A-Za-z0-9+/]{24}")),
    /** 4.2.1 item 5: oven-sh/bun#35298. */
    KEY_OF_OTHER_ALPHABET_TAKEN(ThirdRequestFaults.takingKey("[^=]{22}==")),
    /** 4.2.1 item 5: mtrudel/bandit#686. */
    KEY_TOO_SHORT_TAKEN(ThirdRequestFaults.takingKey("[A-Za-z0-9+/=]{1,23}")),
    /** 4.2.1 item 5: websockets/ws#1571, websockets/ws#2045. */
    KEY_OF_32_BYTES_TAKEN(ThirdRequestFaults.takingKey("[A-Za-z0-9+/]{43}=")),
    /** 4.2.1: an error is answered: mtrudel/bandit#686. */
    SECOND_KEY_CRASHES(ThirdRequestFaults.secondKeyDrops()),
    /** 4.2.1 item 4: microsoft/CCF#1196. */
    CONNECTION_NOT_LOOKED_AT(Behaviours.replaceHeader("Connection", "Upgrade")),
    /** 4.2.1: an error is answered: websockets/ws#2121. */
    NO_ANSWER_WITHOUT_CONNECTION_UPGRADE(ThirdRequestFaults.noAnswerWithoutConnection()),
    /** 4.2.2 item 4, 4.4: javaee/grizzly#1089. */
    NO_ANSWER_TO_OTHER_VERSION(ThirdRequestFaults.unknownVersionDrops()),
    /** 4.2.1 item 2, RFC 9110 4.2.1: jonbaldie/varnish#51. */
    EMPTY_HOST_TAKEN(ThirdRequestFaults.emptyHostTaken()),
    /** RFC 9112 3.2: heroku/vegur#157. */
    SECOND_HOST_IGNORED(Behaviours.request(head -> Behaviours.once(head, "Host"))),
    /** RFC 9112 5.2: not replaced by a space: cppalliance/http#58. */
    FOLD_REMOVED(ThirdRequestFaults.foldRemoved()),
    /** RFC 9112 2.2: lpereira/lwan#368. */
    CR_AND_ANYTHING_ENDS_LINE(ThirdRequestFaults.lineEndsAtCr()),
    /** RFC 9110 8.6, 4.2.1: nothing is wrong: aspnet/KestrelHttpServer#2217. */
    CONTENT_LENGTH_0_REFUSED(Behaviours.refusingWhere("(?im)^Content-Length: *0 *\r")),
    /** RFC 9112 6.3: aspnet/KestrelHttpServer#1570, nodejs/node#60016. */
    BODY_READ_AS_FRAMES(ThirdRequestFaults.bodyTakenAsFrames()),
    /** RFC 9112 6.1, 6.3: nodejs/node#60016. */
    CHUNKED_BODY_READ_AS_FRAMES(ThirdRequestFaults.chunkedTakenAsFrames()),
    /** 4.2.2 item 5: class of bug (strstr), no thread at hand. */
    PROTOCOL_FOUND_IN_LONGER_NAME(ThirdRequestFaults.protocolFoundInName()),
    /** 11.3.4, RFC 9110 5.6.1: civetweb/civetweb#369. */
    PROTOCOL_BEHIND_SPACE_NOT_SEEN(ThirdRequestFaults.protocolBehindSpaceNotSeen()),
    /** 9.1: websockets/ws#1235, spring-projects/spring-framework#37284. */
    OFFER_INSIDE_QUOTES_TAKEN(ThirdRequestFaults.offerInQuotesTaken()),
    /** RFC 7692 7.1.2.2: crossbario/autobahn-python#276. */
    CLIENT_WINDOW_VALUE_REFUSED(Behaviours.refusingWhere("client_max_window_bits *=")),
    /** RFC 7692 7: declines the offer, not more: coder/websocket#258, boostorg/beast#2671. */
    SERVER_WINDOW_REFUSED(Behaviours.refusingWhere("server_max_window_bits *=")),
    /** 4.2.1: websockets/ws before 3.3.1 (capriza/node-busmq#56). */
    NAME_OF_OBJECT_PROTOTYPE_KILLS(ThirdRequestFaults.prototypeNameKills()),
    /** 4.2.1: websockets/ws, CVE-2024-37890 (max-mapper/websocket-stream#165). */
    MANY_HEADERS_KILL(ThirdRequestFaults.manyHeadersKill()),
    /** RFC 9112 3.2.2: the server of housleyjk/ws-rs#1. */
    ABSOLUTE_FORM_REFUSED(Behaviours.refusingWhere("^GET +(?i:http|ws)s?://")),
    /** 4.2.1 item 1: nodejs/llhttp#877. */
    REQUEST_WITHOUT_VERSION_TAKEN(ThirdRequestFaults.versionlessTaken()),
    /** 4.2.1 item 1: eclipse-vertx/vert.x#4887. */
    HTTP_1_0_TAKEN(Behaviours.readingAs("^(GET [^ \r\n]+) HTTP/1\\.0", "$1 HTTP/1.1")),
    /** RFC 9110 8.6: http-kit/http-kit#498. */
    CONTENT_LENGTH_IN_101(ThirdAnswerFaults.contentLengthIn101()),
    /** RFC 9112 6.1, 5.2: aspnet/KestrelHttpServer#1048. */
    CHUNKS_BEHIND_101(ThirdAnswerFaults.chunkedBehind101()),
    /** 4.2.2 item 5: mopemope/meinheld#51. */
    KEEP_ALIVE_IN_101(ThirdAnswerFaults.keepAliveIn101()),
    /** RFC 9112 4: python-websockets/websockets#159. */
    STATUS_LINE_WITHOUT_SECOND_SPACE(ThirdAnswerFaults.statusWithoutSpace()),
    /** RFC 9112 2.2: servers told of in machinezone/IXWebSocket#603. */
    LF_ENDS_LINES_OF_101(ThirdAnswerFaults.linesEndWithLf()),
    /** 4.2.2, 5.2: class of bug, no thread at hand. */
    EMPTY_LINE_BEHIND_101(ThirdAnswerFaults.emptyLineBehindHead()),
    /** 4.4: websockets/ws#2291, zaphoyd/websocketpp#13. */
    REFUSED_VERSION_WITHOUT_LIST(ThirdAnswerFaults.refusalWithoutVersions()),
    /** RFC 9110 15.5.22: ratchetphp/RFC6455#19. */
    UPGRADE_MISSING_IN_426(ThirdAnswerFaults.upgradeRequiredWithoutUpgrade()),
    /** RFC 7692 7.1.2.2: websockets/ws#2336, websockets/ws#2327. */
    CLIENT_WINDOW_ABOVE_OFFER(ThirdAnswerFaults.clientWindowTooLarge()),
    /** RFC 7692 7.1.2.2: servers told of in coder/websocket#443. */
    CLIENT_WINDOW_UNASKED(ThirdAnswerFaults.clientWindowUnasked()),
    /** 4.2.2 item 5: as eclipse-vertx/vert.x#3449 on the other side. */
    PROTOCOL_NULL(ThirdAnswerFaults.protocolNull()),
    /** 10.2: Red5/red5-server#470. */
    ORIGIN_COMPARED_BY_END(ThirdAnswerFaults.originBySuffix()),
    /** 10.2: CVE-2026-34403 (0xJacky/nginx-ui#1647). */
    ORIGIN_COMPARED_BY_BEGINNING(ThirdAnswerFaults.originByPrefix()),
    /** 10.2: iansinnott/obsidian-claude-code-mcp#9. */
    ORIGIN_NULL_TAKEN(ThirdAnswerFaults.originNull()),
    /** 10.2, RFC 6454 5: 0xJacky/nginx-ui#1647. */
    ORIGIN_OF_ANY_PORT_TAKEN(ThirdAnswerFaults.originOfAnyPort()),
    /** 10.2, RFC 6454 5: gorilla/websocket as in shellhub-io/shellhub#7001. */
    ORIGIN_OF_ANY_SCHEME_TAKEN(ThirdAnswerFaults.originOfAnyScheme()),
    /** 10.2: class of bug (TLS ended in front), no thread at hand. */
    OWN_ORIGIN_TAKEN_FOR_HTTP_UNDER_TLS(ThirdAnswerFaults.ownOriginIsHttp()),
    /** 5.3: uNetworking/uWebSockets#1407. */
    REST_OF_CUT_PAYLOAD_STAYS_MASKED(ThirdFrameFaults.restOfCutPayloadStaysMasked()),
    /** 5.3: ninenines/cowboy#552. */
    REST_OF_CUT_COMPRESSED_PAYLOAD_TURNED(ThirdFrameFaults.restOfCutCompressedPayloadTurned()),
    /** 5.3: rawpython/remi#483. */
    KEY_RUNS_ON_IN_CONTINUATION(ThirdFrameFaults.keyRunsOnInContinuation()),
    /** 5.2: polynote/uzhttp#21. */
    LENGTH_OF_16_BITS_SIGNED(ThirdFrameFaults.length16IsSigned()),
    /** 5.4: http-kit/http-kit#178. */
    FRAGMENT_OF_127_BYTES_CRASHES(ThirdFrameFaults.fragmentOf127Drops()),
    /** 5.2: LearnBoost/websocket.io#14. */
    FRAME_OF_64_KIB_KILLS(ThirdFrameFaults.frameOf64KiBKills()),
    /** 5.2: nginx/unit#1565 (CVE-2025-1695), and Tomcat before it. */
    NEGATIVE_LENGTH_HANGS(ThirdFrameFaults.negativeLengthHangs()),
    /** 5.5.2: justrach/turbodb#67. */
    PING_PAYLOAD_READ_AS_FRAMES(ThirdFrameFaults.pingPayloadReadAsFrames()),
    /** 5.3, 5.5.3: lpereira/lwan#344, Moddable-OpenSource/moddable#1695. */
    PONG_CARRIES_MASKED_PAYLOAD(ThirdFrameFaults.pingStaysMasked()),
    /** 5.5: hyperion-project/hyperion.ng#1821. */
    PONG_WITHOUT_FIN(ThirdFrameFaults.pongNotFinal()),
    /** 5.5.3: chronoxor/NetCoreServer#253. */
    PONG_BEGINS_WITH_STATUS(ThirdFrameFaults.pongBeginsWithStatus()),
    /** 5.5.3: qicosmos/cinatra#683. */
    PONG_ANSWERED_WITH_PING(ThirdFrameFaults.pongAnsweredWithPing()),
    /** 5.5.2: warmcat/libwebsockets#256. */
    EMPTY_PING_UNANSWERED(ThirdFrameFaults.emptyPingUnanswered()),
    /** 5.5.2: ASPLes/nopoll#42. */
    PING_WITH_PAYLOAD_UNANSWERED(ThirdFrameFaults.pingWithPayloadUnanswered()),
    /** 5.5.2: ASPLes/nopoll#62. */
    PING_WITH_PAYLOAD_KILLS(ThirdFrameFaults.pingWithPayloadKills()),
    /** 5.5, 5.5.3: processone/ejabberd#3515. */
    PONG_CARRIES_REST_OF_READ(ThirdFrameFaults.pongCarriesRestOfRead()),
    /** 5.5.3: warmcat/libwebsockets#2413. */
    PONG_OVERWRITTEN_BY_NEXT_MESSAGE(ThirdFrameFaults.pongBufferOverwritten()),
    /** 5.5.3: oven-sh/bun#26944, python-websockets/websockets#68. */
    CUT_PONG_FAILS(ThirdFrameFaults.cutPongFails()),
    /** 5.5.1, 7.4: oven-sh/bun#35529, websockets/ws#1494. */
    CUT_CLOSE_HAS_NO_BODY(ThirdFrameFaults.cutCloseHasNoBody()),
    /** 7.4.1, 5.5.1: oven-sh/bun#35874. */
    BAD_CLOSE_ANSWERED_WITHOUT_CODE(ThirdFrameFaults.badCloseAnsweredWithoutCode()),
    /** 7.4.1: undertow-io/undertow#1699. */
    CODES_1002_AND_1003_SWAPPED(ThirdFrameFaults.unacceptableForProtocolError()),
    /** 7.4.1: nodejs/undici#5051. */
    PROTOCOL_ERROR_IS_NORMAL_CLOSURE(ThirdFrameFaults.normalForProtocolError()),
    /** 5.5.1: swoole/swoole-src#1962. */
    EMPTY_CLOSE_CRASHES(ThirdFrameFaults.emptyCloseDrops()),
    /** 5.5.1: http4s/http4s#2022. */
    CLOSE_OVERTAKES_ECHOES(ThirdFrameFaults.closeOvertakesEchoes()),
    /** 5.4: oven-sh/bun#33010. */
    BINARY_INSIDE_MESSAGE_JOINS_IT(ThirdFrameFaults.binaryInsideMessageJoins()),
    /** 5.4: review of oven-sh/bun#33001. */
    DATA_BEHIND_CONTROL_INSIDE_MESSAGE_JOINS_IT(ThirdFrameFaults.dataBehindControlInsideJoins()),
    /** 5.4: jetty/jetty.project#2491. */
    FRAGMENTS_INTERLEAVED(ThirdFrameFaults.fragmentsInterleaved()),
    /** 5.4, 6: Theldus/wsServer#113. */
    LARGE_ECHO_OVERTAKEN(ThirdFrameFaults.largeEchoOvertaken()),
    /** 6.2: TooTallNate/Java-WebSocket#423. */
    FRAME_ABOVE_16_KIB_NEVER_ARRIVES(ThirdFrameFaults.largeFrameNeverArrives()),
    /** 5.2: civetweb/civetweb#1406. */
    FRAME_ABOVE_TLS_RECORD_CRASHES(ThirdFrameFaults.largeFrameOverTlsDrops()),
    /** 5.2: dandeliondeathray/DandelionWebSockets.jl#13. */
    LENGTH_OF_126_AND_127_IN_7_BITS(ThirdWritingFaults.lengthOf126And127InOneByte()),
    /** 5.2: eclipse-vertx/vert.x#260. */
    LENGTH_OF_64_BITS_IN_32(ThirdWritingFaults.lengthInFourBytes()),
    /** 5.2: fhessel/esp32_https_server#59, fhessel/esp32_https_server#61. */
    LENGTH_ABOVE_64_KIB_IN_16_BITS(ThirdWritingFaults.lengthCutTo16Bits()),
    /** 5.4: as the client of espressif/esp-idf#4974. */
    EACH_BUFFER_IS_A_MESSAGE(ThirdWritingFaults.eachBufferIsMessage()),
    /** 5.4, 5.5: status-im/nim-websock#5. */
    PONG_INSIDE_A_FRAME(ThirdWritingFaults.pongInsideFrame()),
    /** 5.2: lesismal/nbio#27. */
    FRAME_OF_65535_BYTES_FAILS(ThirdFrameFaults.frameOf65535Fails()),
    /** 5.2: espressif/esp-idf#7457. */
    THIRD_PIECE_OF_PAYLOAD_MISPLACED(ThirdFrameFaults.thirdPieceMisplaced()),
    /** 5.4, 5.6: http-kit/http-kit#248. */
    KIND_OF_FRAGMENTED_MESSAGE_STAYS(ThirdFrameFaults.kindOfFragmentedStays()),
    /** RFC 7692 7.1.1: netty/netty#8395. */
    DEFLATE_SIDES_SWAPPED(ThirdMessageFaults.sidesSwapped()),
    /** RFC 7692 6: aio-libs/aiohttp#13274. */
    COMPRESSED_BEHIND_FIRST_CONTROL_FAILS(ThirdMessageFaults.compressedBehindFirstControlFails()),
    /** RFC 7692 6.2: tornadoweb/tornado#3353, aio-libs/aiohttp#12988. */
    CONTROL_INSIDE_ENDS_COMPRESSION(ThirdMessageFaults.controlInsideEndsCompression()),
    /** RFC 7692 6.2: nginx-clojure/nginx-clojure#163. */
    PLAIN_MESSAGE_INFLATED(ThirdMessageFaults.plainMessageInflated()),
    /** RFC 7692 6.1: oven-sh/bun#33001. */
    CONTROL_MARKS_NEXT_AS_COMPRESSED(ThirdMessageFaults.controlMarksNextAsCompressed()),
    /** 5.2: playframework/playframework#14142. */
    RSV2_AND_RSV3_IGNORED_WITH_DEFLATE(ThirdMessageFaults.otherBitsIgnoredWhereCompressed()),
    /** 7.1.7: mtrudel/bandit#633. */
    COMPRESSED_CONTROL_FRAGMENT_CRASHES(ThirdMessageFaults.compressedControlFragmentDrops()),
    /** RFC 7692 7.2.3.6: machinezone/IXWebSocket#167. */
    EMPTY_COMPRESSED_ECHO_WITHOUT_OCTET(ThirdMessageFaults.emptyEchoHasNoOctet()),
    /** RFC 7692 7.2.3.6: netty/netty#9429, capnproto/capnproto#1601. */
    EMPTY_COMPRESSED_MESSAGE_CRASHES(ThirdMessageFaults.compressedEmptyMessageDrops()),
    /** RFC 7692 7.2.3.6: crossbario/autobahn-testsuite#59. */
    LAST_FRAGMENT_OF_ONE_ZERO_FAILS(ThirdMessageFaults.lastFragmentOfOneZeroFails()),
    /** RFC 7692 7.2.1: warmcat/libwebsockets#1413. */
    TRAILER_LEFT_ON_LARGE(ThirdMessageFaults.trailerLeftOnLarge()),
    /** RFC 7692 7.2.3.4: oven-sh/bun#33592. */
    LARGE_FINAL_BLOCK_CRASHES(ThirdMessageFaults.largeFinalBlockDrops()),
    /** RFC 7692 7.2.3.4: oven-sh/bun#34105. */
    MESSAGES_BEHIND_FINAL_BLOCK_EMPTY(ThirdMessageFaults.messagesBehindFinalBlockEmpty()),
    /** 6: clockworklabs/SpacetimeDB#5730, commontoolsinc/labs#6474. */
    PLAIN_OVERTAKES_COMPRESSED(ThirdMessageFaults.plainOvertakesCompressed()),
    /** RFC 7692 6.1: faye/permessage-deflate-node#4. */
    TAIL_OF_SECOND_COMPRESSED_COMES_FIRST(ThirdMessageFaults.tailComesFirst()),
    /** 6.2: zeek/broker#357. */
    TEXT_CUT_AT_4_KIB(ThirdMessageFaults.textCutAtBuffer()),
    /** 6.2: alexhultman/node-lws#49. */
    MESSAGE_ABOVE_4_KIB_IS_EMPTY(ThirdMessageFaults.messageBeyondBufferEmpty()),
    /** 5.6: igrigorik/em-websocket#10. */
    ZEROS_BEHIND_NEWLINE_LOST(ThirdMessageFaults.zerosBehindNewlineLost()),
    /** 5.6: TooTallNate/Java-WebSocket#705. */
    TEXT_FILLED_WITH_ZEROS(ThirdMessageFaults.textFilledWithZeros()),
    /** 8.1, RFC 3629 4: moonbitlang/async#421. */
    HIGHER_PLANES_ARE_INVALID_TEXT(ThirdMessageFaults.higherPlanesFail()),
    /** 8.1, 7.1.7: ninenines/cowlib#159. */
    ASCII_FOR_CONTINUATION_BYTE_CRASHES(ThirdMessageFaults.asciiForContinuationDrops()),
    /** 5.6: tldraw/tldraw#10119. */
    SURROGATES_LOST_BETWEEN_CHUNKS(ThirdMessageFaults.cutSurrogatesLost()),
    /** 7.1: TooTallNate/Java-WebSocket#1157. */
    ABORTED_CONNECTIONS_LEAK(Behaviours.being(Trait.LEAKS_ABORTED)),
    /** 7.1: vert-x3/vertx-web#856. */
    CONNECTIONS_LEAK(Behaviours.being(Trait.LEAKS_CLOSED)),
    /** 5.2: warmcat/libwebsockets#309, dpallot/simple-websocket-server#48. */
    REST_OF_TLS_RECORD_WAITS(Behaviours.being(Trait.READS_PART_OF_RECORD));

    private final Behaviour behaviour;

    ThirdBlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }
}
