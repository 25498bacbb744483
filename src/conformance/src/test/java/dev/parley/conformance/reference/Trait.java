package dev.parley.conformance.reference;

import java.util.Set;

/** What a fault changes about a server as a whole, where no single frame or header is to blame. */
enum Trait {
    /** Never ends TCP, whatever the client does. */
    KEEPS_TCP_OPEN,
    /** Ends TCP by RST. */
    RESETS,
    /** Takes no notice of the client's FIN. */
    IGNORES_FIN,
    /** Looks for FIN before it answers a close frame, and answers no more if it finds it. */
    OVERLOOKS_CLOSE_BEFORE_FIN,
    /** Goes on with what comes after it has failed the connection. */
    GOES_ON_AFTER_FAILURE,
    /** Drops what came in the same read as the request. */
    LOSES_FRAMES_BEHIND_REQUEST,
    /** Takes what the first read gives for the whole request. */
    READS_REQUEST_ONCE,
    /** Forgets the beginning of a frame that a read has cut; reads byte by byte, so that every header is cut. */
    FORGETS_CUT_FRAMES,
    /** Waits for the end of any request, however long. */
    TAKES_ENDLESS_HEADS,
    /** Does not ignore an empty line before the request. */
    REFUSES_EMPTY_LINE,
    /** Drops an echo if more input is waiting. */
    DROPS_ECHOES_UNDER_LOAD,
    /** Serves no connection while there is a younger one. */
    SERVES_YOUNGEST_ONLY,
    /** Serves a connection when the one before has ended. */
    ONE_AFTER_THE_OTHER,
    /** A connection that fails takes all down. */
    DIES_OF_FAILURE,
    /** A connection that is reset takes all down. */
    DIES_OF_RESET,
    /** A connection that the client ends without a close frame takes all down. */
    DIES_OF_FIN,
    /** A connection that is closed takes all down. */
    DIES_OF_CLOSE,
    /** A request that is refused takes all down. */
    DIES_OF_BAD_REQUEST,
    /** More than a thousand frames on one connection take all down. */
    DIES_OF_FLOOD,
    /** Answers a connection without subprotocol with the last one that any connection used. */
    REMEMBERS_SUBPROTOCOLS,
    /** Refuses without a head what follows a request, on any connection, that named no version of HTTP. */
    REMEMBERS_OLD_HTTP,
    /** Ends TCP under TLS without close_notify. */
    ENDS_TLS_WITHOUT_NOTICE,
    /** Answers a ClientHello of an old version. */
    SPEAKS_OLD_TLS,
    /** Answers requests in clear where TLS is spoken. */
    ANSWERS_IN_CLEAR,
    /** Speaks TLS 1.2 only. */
    ONLY_TLS_1_2,
    /** Speaks TLS 1.3 only, and calls that an end. */
    ONLY_TLS_1_3;

    /** Those by which one connection takes all down. */
    static final Set<Trait> DEADLY =
            Set.of(DIES_OF_FAILURE, DIES_OF_RESET, DIES_OF_FIN, DIES_OF_CLOSE, DIES_OF_BAD_REQUEST, DIES_OF_FLOOD);
}
