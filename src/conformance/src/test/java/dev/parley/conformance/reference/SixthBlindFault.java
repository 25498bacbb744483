package dev.parley.conformance.reference;

import java.util.Set;

/**
 * A sixth set of faults, planted by an engineer who had not read the cases, two in three of them bugs of real servers: the
 * section that each breaks (of RFC 6455 unless named), at which level, and where it was reported. How each shows stands in
 * sixth-blind-faults.tsv.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum SixthBlindFault implements Planted {
    /** 4.2.1 (1), RFC 9110 9.1 MUST: OpenLiberty/open-liberty#16545, apache/trafficserver#7886. */
    METHOD_CASE_IGNORED(SixthRequestFaults.methodInAnyCase()),
    /** RFC 9110 8.6, RFC 9112 6.3 MUST: golang/go#39017, pallets/werkzeug#2716, factor/factor#3194. */
    CONTENT_LENGTH_READ_LENIENTLY(SixthRequestFaults.lengthReadLeniently()),
    /** RFC 9112 6.3 MUST: oven-sh/bun#28838, NVIDIA/OpenShell#663. */
    LAST_CONTENT_LENGTH_COUNTS(SixthRequestFaults.lastLengthCounts()),
    /** RFC 9112 6.3 MUST: phusion/passenger#2553. */
    OTHER_TRANSFER_CODING_IGNORED(SixthRequestFaults.otherCodingIgnored()),
    /** RFC 9112 2.2 MUST: nodejs/llhttp#152, seanmonstar/httparse#222. */
    SPACE_BEFORE_FIRST_HEADER_TAKEN(SixthRequestFaults.spaceBeforeFirstTaken()),
    /** 4.2.1, RFC 9110 5.1 MUST: own. */
    EMPTY_HEADER_NAME_SKIPPED(SixthRequestFaults.emptyNameSkipped()),
    /** RFC 9112 3.2, RFC 9110 7.2 MUST: jonbaldie/varnish#77, modelcontextprotocol/typescript-sdk#2489. */
    HOST_WITH_USER_TAKEN(SixthRequestFaults.userInHost()),
    /** RFC 9112 3.2, RFC 9110 7.2 MUST: apache/trafficserver#13050, mtrudel/bandit#679. */
    HOST_PORT_NOT_READ(SixthRequestFaults.portNotRead()),
    /** 4.2.1, RFC 6454 7.1 MUST: nats-io/nats-server#2211, coder/websocket. */
    EMPTY_ORIGIN_IS_NONE(SixthRequestFaults.emptyOriginIsNone()),
    /** 4.2.1 (8), 11.3.4 MUST: own. */
    PROTOCOLS_CUT_AT_SPACES(SixthRequestFaults.protocolsCutAtSpaces()),
    /** 9.1 MUST: own. */
    EXTENSIONS_READ_UP_TO_ERROR(SixthRequestFaults.extensionsUpToError()),
    /** 9.1 MUST: bisq-network/bisq2#4932. */
    UNCLOSED_QUOTE_TAKEN(SixthRequestFaults.unclosedQuoteTaken()),
    /** 4.2.1 (1), 3, RFC 9112 3.2 MUST: own. */
    BAD_PERCENT_IN_TARGET_TAKEN(SixthRequestFaults.badPercentTaken()),
    /** 4.2.1, RFC 9112 2.1 MUST: own. */
    REQUEST_TAKEN_BEFORE_ITS_END(SixthRequestFaults.takenBeforeItsEnd()),
    /** RFC 9110 9.3.2 MUST NOT: cesanta/mongoose#1151. */
    HEAD_REFUSED_WITH_BODY(SixthRequestFaults.headRefusedWithBody()),
    /** RFC 9112 9.6 MUST: jsks/czhttpd#3, apache/trafficserver#7885. */
    REFUSAL_CLOSES_NOTHING(SixthRequestFaults.refusalStaysOpen()),
    /** RFC 9112 9.6 MUST NOT: phusion/passenger#2553. */
    REQUEST_BEHIND_REFUSAL_SERVED(SixthAnswerFaults.nextRequestServed()),
    /** 9.1, 4.2.2 MUST: mpenet/hirundo#14. */
    EXTENSIONS_ECHOED(SixthAnswerFaults.extensionsEchoed()),
    /** RFC 7692 7.1.1.1, 7.1.1.2 MUST: bisq-network/bisq2#4932. */
    FLAG_WITH_VALUE_TAKEN(SixthAnswerFaults.flagWithValue()),
    /** RFC 7692 7.1 MUST: own. */
    UNKNOWN_PARAMETER_IGNORED(SixthAnswerFaults.unknownParameterIgnored()),
    /** RFC 7692 7.1.2.1, 9.1 MUST: websockets/ws#1235, coder/websocket#258. */
    QUOTED_WINDOW_IGNORED(SixthAnswerFaults.quotedWindowIgnored()),
    /** RFC 7692 7.1.2.1 MUST: Jetty as told of in netty/netty#8702. */
    SERVER_WINDOW_NOT_ANSWERED(SixthAnswerFaults.serverWindowNotAnswered()),
    /** RFC 7692 7.1.2.1 MUST: madler/zlib#171, python-websockets/websockets#1757. */
    SERVER_WINDOW_OF_8_IS_9(SixthAnswerFaults.windowOf8Is9()),
    /** RFC 7692 7.1.2.1, 7.1.2.2 MUST: own. */
    WINDOW_ANSWERED_WITH_ZERO(SixthAnswerFaults.windowWithZero()),
    /** RFC 7692 6.2, RFC 6455 9 MUST: mpenet/hirundo#14. */
    DEFLATE_AGREED_NOT_SPOKEN(SixthAnswerFaults.agreedNotSpoken()),
    /** 5.1 MUST: own. */
    MASK_NOT_SEEN_IN_LONG_FRAMES(SixthFrameFaults.maskOfLongNotSeen()),
    /** 5.2 MUST: crossbario/autobahn-testsuite#108, snapview/tungstenite-rs#546. */
    LENGTH_OF_64_BITS_MAY_BE_SMALL(SixthFrameFaults.smallIn64Bits()),
    /** 5.2 MUST: own. */
    RESERVED_BITS_ON_EMPTY_FRAMES_TAKEN(SixthFrameFaults.bitsOfEmptyNotSeen()),
    /** 5.3 MUST: eclipse-mosquitto/mosquitto#3721. */
    CUT_KEY_FILLED_WITH_ZEROS(SixthFrameFaults.cutKeyFilled()),
    /** 5.2 MUST: elixir-mint/mint_web_socket#22, TooTallNate/Java-WebSocket#849. */
    CUT_LENGTH_MISREAD(SixthFrameFaults.cutLengthMisread()),
    /** 6.2, 5.5.2 MUST: me-no-dev/ESPAsyncWebServer#338, boostorg/beast#2928. */
    FRAME_BEHIND_CUT_FRAME_LOST(SixthFrameFaults.behindCutLost()),
    /** 6.2, 5.2 MUST: oven-sh/bun#32356, rdkcentral/Thunder#1632. */
    HEADER_ACROSS_BUFFER_END_LOST(SixthFrameFaults.headerAcrossBuffersLost()),
    /** 5.4 MUST: own. */
    ECHO_OF_WHOLE_BUFFERS_HAS_NO_END(SixthFrameFaults.wholeBuffersWithoutEnd()),
    /** 5.4 MUST: own. */
    SECOND_CONTROL_LOSES_MESSAGE(SixthFrameFaults.secondControlLosesMessage()),
    /** 5.4, 6.2 MUST: own. */
    FRAGMENT_LARGER_THAN_FIRST_CUT(SixthFrameFaults.largerThanFirstCut()),
    /** 5.4, 6.2 MUST: kakserpom/phpdaemon#281. */
    FRAGMENTS_COUNTED_IN_16_BITS(SixthFrameFaults.fragmentsIn16Bits()),
    /** 5.5.3 MUST: graphform/ratchet#3, slact/nchan#251. */
    PONG_WITH_PAYLOAD_FAILS(SixthFrameFaults.pongWithPayloadFails()),
    /** 5.5.2, 6.2 MUST: rawhat/mist#87, Kai-Bailey/WebSock#13. */
    FRAMES_BEHIND_PING_LOST(SixthFrameFaults.behindPingLost()),
    /** 5.6, 8.1 MUST: ballerina-platform/ballerina-lang#12695. */
    CHARACTER_IN_THREE_FRAGMENTS_FAILS(SixthTextFaults.threeFragmentsFail()),
    /** 5.6, 5.4 MUST: own. */
    EMPTY_FRAGMENT_WITHIN_CHARACTER_FAILS(SixthTextFaults.emptyWithinCharacterFails()),
    /** 8.1, 5.6 MUST: denoland/fastwebsockets#123. */
    FRAGMENTED_TEXT_UNCHECKED(SixthTextFaults.fragmentsUnchecked()),
    /** 8.1, 5.6 MUST: simdutf/simdutf#381, simdjson/simdjson#1169. */
    BAD_BYTE_BEHIND_ASCII_UNSEEN(SixthTextFaults.behindAsciiUnseen()),
    /** 8.1, RFC 3629 3 MUST: aspnet/SignalR#378. */
    FIVE_BYTE_FORMS_TAKEN(SixthTextFaults.fiveBytesTaken()),
    /** 8.1, RFC 3629 4 MUST: websockets/utf-8-validate#32. */
    SECOND_BYTE_BOUNDED_ABOVE_ONLY(SixthTextFaults.secondByteBoundedAbove()),
    /** 5.5.1, 8.1 MUST: own. */
    SURROGATES_IN_REASON_TAKEN(SixthTextFaults.surrogatesInReason()),
    /** 7.1.1, 5.5.1 MUST: own. */
    TCP_OPEN_AFTER_CLOSE_WITHIN_MESSAGE(SixthClosingFaults.openAfterCloseWithinMessage()),
    /** 7.1.1, 5.5.1 MUST: own. */
    TCP_OPEN_IF_BYTES_FOLLOW_CLOSE(SixthClosingFaults.openIfBytesFollow()),
    /** 7.1.7, 7.4.1 SHOULD: oven-sh/bun#33003. */
    TOO_BIG_DROPPED(SixthClosingFaults.tooBigDropped()),
    /** 7.1.7, 5.1 SHOULD: boazsegev/facil.io#6, coder/websocket. */
    UNMASKED_DROPPED(SixthClosingFaults.unmaskedDropped()),
    /** RFC 7692 7.2.1, 7.2.3.3 MUST: odin-lang/Odin#1458. */
    STORED_BLOCKS_REFUSED(SixthDeflateFaults.storedRefused()),
    /** RFC 7692 7.1.2.2, 7.2.2 MUST: zwopple/PocketSocket#42. */
    FAR_DISTANCES_REFUSED(SixthDeflateFaults.farDistancesRefused()),
    /** RFC 7692 7.2.2 MUST: own. */
    WINDOW_IS_LAST_MESSAGE(SixthDeflateFaults.windowIsLastMessage()),
    /** RFC 7692 7.2.2 MUST: mattgodbolt/seasocks#125. */
    INFLATED_WHOLE_BUFFERS_FAIL(SixthDeflateFaults.wholeBuffersFail()),
    /** RFC 7692 6.2 MUST: own. */
    COMPRESSION_STAYS_AFTER_FRAGMENTS(SixthDeflateFaults.compressionStays()),
    /** RFC 7692 6.2, 7.2.2 MUST: own. */
    COMPRESSED_EMPTY_END_FAILS(SixthDeflateFaults.emptyEndFails()),
    /** RFC 7692 7.2.1 MUST: websockets/ws#2294. */
    FINISHED_ECHO_CUT(SixthDeflateFaults.finishedEchoCut()),
    /** 10.4, 6.2 MUST: c4punks/CWIST#181. */
    CUT_FRAME_BLOCKS_OTHERS(SixthFrameFaults.cutFrameBlocks()),
    /** 6.2, 1.2 MUST: ithewei/libhv#426. */
    CONNECTIONS_NUMBERED_IN_A_BYTE(SixthClosingFaults.numberedInAByte()),
    /** 8.1, 5.6 MUST: Maps-Messaging/mapsmessaging_server#2149. */
    TEXT_DECODER_SHARED(SixthTextFaults.decoderShared()),
    /** RFC 7692 7.2.1 MUST: own. */
    DEFLATE_WINDOW_SHARED(SixthDeflateFaults.windowShared());

    private static final Set<String> FELT = Set.of(
            "CUT_FRAME_BLOCKS_OTHERS",
            "CONNECTIONS_NUMBERED_IN_A_BYTE",
            "TEXT_DECODER_SHARED",
            "DEFLATE_WINDOW_SHARED");

    private final Behaviour behaviour;

    SixthBlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }

    @Override
    public boolean isFeltByOthers() {
        return FELT.contains(name());
    }
}
