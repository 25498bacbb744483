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
    /** Takes no notice of the client's FIN before its request is whole. */
    IGNORES_FIN_IN_REQUEST,
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
    ONLY_TLS_1_3,
    /** Looks for the end of a request in what the last read gave. */
    LOOKS_FOR_END_IN_LAST_READ,
    /** Leaves what came with the request until more comes. */
    HOLDS_FRAMES_BEHIND_REQUEST,
    /** Drops the beginning of a frame that came with the request. */
    LOSES_PARTIAL_FRAME_BEHIND_REQUEST,
    /** Answers with permessage-deflate once for each offer of it. */
    ANSWERS_EVERY_OFFER,
    /** Answers a connection without extensions with those that any connection used last. */
    REMEMBERS_EXTENSIONS,
    /** Keeps TCP open after a failure until the client closes. */
    WAITS_FOR_CLOSE_AFTER_FAILURE,
    /** Resets a connection if anything came behind the close frame. */
    RESETS_IF_BYTES_ARE_LEFT,
    /** Echoes what there is of a message when the client ends TCP. */
    ECHOES_UNFINISHED_AT_FIN,
    /** Begins a new window behind a message that is not compressed. */
    LOSES_WINDOW_BEHIND_PLAIN,
    /** Begins a new window at a ping. */
    LOSES_WINDOW_AT_PING,
    /** Begins a new window behind a compressed message without payload. */
    LOSES_WINDOW_BEHIND_EMPTY,
    /** Does not compress what is small, but says so. */
    MARKS_SMALL_AS_COMPRESSED,
    /** Does not send what is small compressed, but compresses it. */
    COMPRESSES_SMALL_IN_VAIN,
    /** Compresses what it sends plain because it came plain. */
    COMPRESSES_PLAIN_IN_VAIN,
    /** Drops what a message inflates to beyond 64 KiB. */
    INFLATES_64K_ONLY,
    /** Gathers the fragments of all connections in one place. */
    SHARES_MESSAGE_BUFFER,
    /** Sends echoes to the connection that came last. */
    ANSWERS_YOUNGEST,
    /** Reads one request at a time. */
    READS_ONE_REQUEST_AT_A_TIME,
    /** Reads one ClientHello at a time. */
    READS_ONE_HELLO_AT_A_TIME,
    /** Writes one frame at a time, on all connections. */
    WRITES_ONE_FRAME_AT_A_TIME,
    /** A frame that declares a gibibyte or more takes all down. */
    DIES_OF_HUGE_LENGTH,
    /** A connection that does not speak TLS takes all down. */
    DIES_OF_BAD_HELLO,
    /** Ends a connection on which nothing has come for a tenth of a second. */
    ENDS_AFTER_SILENCE,
    /** Takes what the first read gives for the whole ClientHello. */
    READS_HELLO_ONCE,
    /** Some input takes all down. */
    DIES_OF_INPUT,
    /** A connection that ends without a close frame goes on using one of a hundred places. */
    LEAKS_ABORTED,
    /** An open connection uses two of some hundred places, and gives back one. */
    LEAKS_CLOSED,
    /** Leaves what does not fit its buffer of a TLS record until more comes. */
    READS_PART_OF_RECORD,
    /** Refuses a request if a read has ended between the two bytes that end a line. */
    REFUSES_CUT_LINE_END,
    /** Takes the key of the handshake before, of any connection, for one that is missing. */
    REMEMBERS_KEYS,
    /** Does not end TCP when it has refused a request. */
    STAYS_OPEN_AFTER_REFUSAL,
    /** Inflates, and deflates, although it has declined the offer to. */
    INFLATES_DESPITE_DECLINE,
    /** Answers the end of TCP with a close frame of the code that stands for it. */
    CLOSES_AT_FIN,
    /** Answers a close frame that comes within a fifth of a second after it has failed the connection. */
    ANSWERS_CLOSE_AFTER_FAILURE,
    /** Looks for FIN as it answers a close frame, and answers no more if it has come with that. */
    DROPS_CLOSE_AT_FIN,
    /** Chooses h2 by ALPN where it is offered, and speaks HTTP/1.1. */
    CHOOSES_H2,
    /** Deflates the messages of all connections as if they were those of one. */
    SHARES_DEFLATER,
    /** Chooses by ALPN whatever is offered first. */
    PICKS_FIRST_PROTOCOL,
    /** Ends TCP where new keys are asked for. */
    ENDS_AT_NEW_KEYS,
    /** Keeps TCP open if the client ends it without close_notify. */
    KEEPS_CUT_TLS,
    /** Drops records of unknown types, and goes on. */
    DROPS_UNKNOWN_RECORDS,
    /** Leaves a record that came in one read with another until more comes. */
    HOLDS_RECORDS_BEHIND_OTHERS,
    /** Takes what one read gives for a whole record. */
    READS_RECORDS_ONCE,
    /** Ends TCP, and says nothing, at a ClientHello with something that it does not know or does not find. */
    ENDS_AT_ODD_HELLO,
    /** Answers records of heartbeats with themselves. */
    ANSWERS_HEARTBEATS,
    /** Puts what came behind a refused request before the next one, on whatever connection. */
    LEAVES_REST_OF_REFUSED,
    /** Loses a byte behind a request if a read has ended within the empty line of that. */
    LOSES_BYTE_BEHIND_CUT_HEAD,
    /** Looks for FIN before it answers a request, and answers no more if it finds it. */
    OVERLOOKS_REQUEST_BEFORE_FIN;

    /** Those that are about records of TLS. */
    static final Set<Trait> RECORDS = Set.of(
            ENDS_AT_NEW_KEYS,
            KEEPS_CUT_TLS,
            DROPS_UNKNOWN_RECORDS,
            HOLDS_RECORDS_BEHIND_OTHERS,
            READS_RECORDS_ONCE,
            ENDS_AT_ODD_HELLO,
            ANSWERS_HEARTBEATS);

    /** Those by which one connection takes all down. */
    static final Set<Trait> DEADLY = Set.of(
            DIES_OF_FAILURE,
            DIES_OF_RESET,
            DIES_OF_FIN,
            DIES_OF_CLOSE,
            DIES_OF_BAD_REQUEST,
            DIES_OF_FLOOD,
            DIES_OF_HUGE_LENGTH,
            DIES_OF_BAD_HELLO,
            DIES_OF_INPUT);

    /** Those by which a connection begins on the thread that accepts it: what was read of it then is no matter of luck. */
    static final Set<Trait> AT_ONCE = Set.of(
            LOOKS_FOR_END_IN_LAST_READ,
            LOSES_BYTE_BEHIND_CUT_HEAD,
            READS_ONE_REQUEST_AT_A_TIME,
            READS_ONE_HELLO_AT_A_TIME,
            READS_HELLO_ONCE);

    /** Those by which connections stand in each other's way. */
    static final Set<Trait> COMMON = Set.of(
            LOSES_BYTE_BEHIND_CUT_HEAD,
            LOOKS_FOR_END_IN_LAST_READ,
            READS_HELLO_ONCE,
            SERVES_YOUNGEST_ONLY,
            REMEMBERS_EXTENSIONS,
            SHARES_MESSAGE_BUFFER,
            ANSWERS_YOUNGEST,
            READS_ONE_REQUEST_AT_A_TIME,
            READS_ONE_HELLO_AT_A_TIME,
            WRITES_ONE_FRAME_AT_A_TIME,
            LEAKS_ABORTED,
            LEAVES_REST_OF_REFUSED,
            LEAKS_CLOSED);
}
