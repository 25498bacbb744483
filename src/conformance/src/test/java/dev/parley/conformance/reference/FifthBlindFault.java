package dev.parley.conformance.reference;

/**
 * A fifth set of faults, planted by an engineer who had read the faults before, so as to repeat none of them, and no case:
 * about half are bugs that real servers and HTTP parsers had. {@code fifth-blind-faults.tsv}, which was written before any
 * of them was wired, says what each breaks and how it shows; here are the section (of RFC 6455 unless named), the level,
 * and where it was reported.
 */
@SuppressWarnings("ImmutableEnumChecker") // behaviours are lambdas without state
public enum FifthBlindFault implements Planted {
    /** RFC 9112 2.2 MUST: nodejs/llhttp#152, embedthis/appweb#5. */
    SPACE_BEFORE_FIRST_HEADER_STRIPPED(FifthRequestFaults.spaceBeforeFirstHeaderStripped()),
    /** RFC 9112 6.3, RFC 9110 8.6 MUST: golang/go#39017, apple/servicetalk#1427. */
    LENGTH_WITH_SIGN_TAKEN(FifthRequestFaults.signedLengthTaken()),
    /** RFC 9112 6.1, 6.3 MUST: benoitc/gunicorn, CVE-2024-1135. */
    UNKNOWN_TRANSFER_CODING_IGNORED(FifthRequestFaults.unknownCodingIgnored()),
    /** 4.2.1 (5), RFC 9110 5.1 MUST: benoitc/gunicorn#2799, pallets/werkzeug#940. */
    UNDERSCORE_IS_HYPHEN(FifthRequestFaults.underscoreIsHyphen()),
    /** 4.2.1 (6), RFC 9110 5.5 MUST: benoitc/gunicorn#3091. */
    UNICODE_SPACE_TRIMMED(FifthRequestFaults.unicodeSpaceTrimmed()),
    /** 4.2.1 (1), RFC 9110 9.1 MUST: TooTallNate/Java-WebSocket. */
    METHOD_CASE_IGNORED(FifthRequestFaults.methodCaseIgnored()),
    /** 4.2.1 (4), RFC 9110 7.6.1 MUST: snapview/tungstenite-rs#549. */
    CONNECTION_SPLIT_AT_SPACE(FifthRequestFaults.optionsSplitAtSpace()),
    /** 4.2.1, RFC 9112 2.2 MUST: own. */
    CR_LF_CUT_BY_READ(Behaviours.being(Trait.REFUSES_CUT_LINE_END)),
    /** 4.2.1 (5) MUST: own. */
    HEADERS_LEFT_OF_OTHER_REQUEST(Behaviours.being(Trait.REMEMBERS_KEYS)),
    /** 4.2.2 (5.2), 4.1 MUST: h2o/h2o#1463, h2o/h2o#1481. */
    UPGRADE_SENT_TWICE(FifthRequestFaults.upgradeSentTwice()),
    /** 11.3.2 MUST NOT: oven-sh/bun#41875. */
    EXTENSIONS_SENT_TWICE(FifthRequestFaults.extensionsSentTwice()),
    /** RFC 9110 7.8 MUST: seen from the other side in apache/httpcomponents-client#807. */
    UPGRADE_OPTION_MISSING_IN_426(FifthRequestFaults.upgradeOptionMissing()),
    /** RFC 9110 9.3.2 MUST NOT: cesanta/mongoose#1151, h2o/h2o#300. */
    HEAD_ANSWERED_WITH_BODY(FifthRequestFaults.headAnsweredWithBody()),
    /** RFC 9110 15.5.2 MUST: websockets/ws#1296. */
    ORIGIN_REFUSED_WITH_401(FifthRequestFaults.refusedWith401()),
    /** RFC 9112 3.2 MUST: own. */
    MISSING_HOST_IS_404(FifthRequestFaults.missingHostIs404()),
    /** RFC 9112 5.2 MUST NOT: own. */
    ANSWER_FOLDED(FifthRequestFaults.answerFolded()),
    /** RFC 9112 9.6 MUST: own. */
    REFUSAL_KEEPS_TCP_OPEN(Behaviours.being(Trait.STAYS_OPEN_AFTER_REFUSAL)),
    /** RFC 7692 7.1.1.1, 9.1 MUST: own. */
    PARAMETERS_CUT_AT_SEMICOLON_AND_SPACE(FifthRequestFaults.parametersCutAtSemicolonAndSpace()),
    /** RFC 7692 7.1.2.1 MUST: Jetty as quoted in netty/netty#8702. */
    SERVER_WINDOW_LEFT_OUT(FifthRequestFaults.serverWindowLeftOut()),
    /** RFC 7692 7.1.2.1 MUST: own. */
    SERVER_WINDOW_ABOVE_OFFER(FifthRequestFaults.serverWindowAboveOffer()),
    /** 5.2, RFC 7692 5 MUST: dart-lang/sdk#63488. */
    DEFLATE_THOUGH_DECLINED(Behaviours.being(Trait.INFLATES_DESPITE_DECLINE)),
    /** 5.2, 6.2 MUST: elixir-mint/mint_web_socket#22, OpenSIPS/opensips#2614. */
    LENGTH_CUT_BY_READ(FifthFrameFaults.lengthCutByRead()),
    /** 5.3 MUST: eclipse-mosquitto/mosquitto#3721. */
    KEY_CUT_BY_READ(FifthFrameFaults.keyCutByRead()),
    /** 5.2 MUST: own. */
    LONG_FORM_OF_64_BITS_TAKEN(FifthFrameFaults.longFormOf64BitsTaken()),
    /** 5.4 MUST: own. */
    EXACT_BUFFER_NEVER_ENDS(FifthFrameFaults.exactBufferNeverEnds()),
    /** 5.4 MUST: own. */
    FRAGMENTED_ECHO_IS_CONTINUATION(FifthFrameFaults.fragmentedEchoIsContinuation()),
    /** 8.1, 5.6 MUST: 7etsuo/tetsuo-pulse#3473. */
    CONTINUATION_TEXT_UNCHECKED(FifthFrameFaults.continuationUnchecked()),
    /** 8.1, RFC 3629 3 MUST: own. */
    FIVE_BYTE_FORMS_TAKEN(FifthFrameFaults.fiveByteFormsTaken()),
    /** 8.1 MUST: own. */
    HALF_OF_EACH_WORD_UNCHECKED(FifthFrameFaults.halfOfWordUnchecked()),
    /** 8.1, 5.6 MUST: own. */
    BINARY_LEAVES_HALF_CHARACTER(FifthFrameFaults.binaryLeavesHalfCharacter()),
    /** RFC 7692 6, 5.4 MUST: warmcat/libwebsockets#1470. */
    PING_INSIDE_COMPRESSED_INFLATED(FifthDeflateFaults.pingInsideInflated()),
    /** RFC 7692 6.1 MUST NOT: eventlet/eventlet#720. */
    CLOSE_ANSWER_COMPRESSED(FifthDeflateFaults.closeCompressed()),
    /** 5.5.3 MUST: own. */
    PONG_OF_FIRST_PING(FifthFrameFaults.pongOfFirstPing()),
    /** 7.4.1 MUST NOT: own. */
    FIN_ANSWERED_WITH_1006(Behaviours.being(Trait.CLOSES_AT_FIN)),
    /** 5.5.1 MUST: own. */
    REASON_QUOTES_BAD_BYTES(FifthFrameFaults.reasonQuotesBadBytes()),
    /** 10.4, 7.4.1 MUST: own. */
    TOTAL_OF_FRAGMENTS_UNLIMITED(FifthFrameFaults.totalUnlimited()),
    /** 10.4, 7.4.1 MUST: crossbario/autobahn-python#1909, zaphoyd/websocketpp#1191, tornadoweb/tornado#2391. */
    INFLATED_UNLIMITED(FifthFrameFaults.inflatedUnlimited()),
    /** RFC 7692 7.2.2 MUST: own. */
    TEXT_AND_BINARY_WINDOWS_APART(FifthDeflateFaults.kindsApart()),
    /** RFC 7692 7.2.2 MUST: own. */
    WINDOW_LOST_BEHIND_FRAGMENTS(FifthDeflateFaults.fragmentsForgotten()),
    /** RFC 7692 7.1.2.2, 7.2.2 MUST: own. */
    INFLATES_WITH_8_KIB(FifthDeflateFaults.smallWindow()),
    /** RFC 7692 7.2.1, 7.2.2 MUST: own. */
    STORED_BLOCK_LENGTH_SIGNED(FifthDeflateFaults.storedLengthSigned()),
    /** RFC 7692 6.2 MUST: own. */
    INFLATED_MULTIPLE_OF_BUFFER_CUT(FifthDeflateFaults.fullBufferLost()),
    /** RFC 7692 6.1, 7.2.1 MUST: own. */
    INCOMPRESSIBLE_ECHO_CUT(FifthDeflateFaults.incompressibleCut()),
    /** RFC 7692 7.2.1 MUST: the server of websockets/ws#2294. */
    ECHO_IN_FINAL_BLOCK(FifthDeflateFaults.finalBlock()),
    /** RFC 7692 7.2.1 MUST: own. */
    DEFLATER_SHARED(Behaviours.being(Trait.SHARES_DEFLATER));

    private final Behaviour behaviour;

    FifthBlindFault(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Behaviour behaviour() {
        return behaviour;
    }
}
