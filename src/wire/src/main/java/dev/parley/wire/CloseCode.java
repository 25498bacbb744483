package dev.parley.wire;

import java.util.Map;

/**
 * A status code of a Close frame (7.4), with the names of the IANA registry. Any 16-bit value can be held, also those
 * that must not be on the wire, so that a test tool can send them; {@link #isLegalOnWire()} judges. Immutable.
 *
 * @param value the code, in {@code [0, 65535]}
 */
public record CloseCode(int value) {
    /** 1000: the purpose of the connection is fulfilled. */
    public static final CloseCode NORMAL_CLOSURE = new CloseCode(1000);
    /** 1001: the server goes down or the page is left. */
    public static final CloseCode GOING_AWAY = new CloseCode(1001);
    /** 1002: the peer broke a rule of the protocol. */
    public static final CloseCode PROTOCOL_ERROR = new CloseCode(1002);
    /** 1003: a kind of data came that this endpoint cannot accept. */
    public static final CloseCode UNSUPPORTED_DATA = new CloseCode(1003);
    /** 1005, never on the wire: the Close frame carried no code. */
    public static final CloseCode NO_STATUS_RCVD = new CloseCode(1005);
    /** 1006, never on the wire: the connection ended without a Close frame. */
    public static final CloseCode ABNORMAL_CLOSURE = new CloseCode(1006);
    /** 1007: the payload does not fit its type, for instance text that is not UTF-8. */
    public static final CloseCode INVALID_FRAME_PAYLOAD_DATA = new CloseCode(1007);
    /** 1008: a policy of the receiver forbids it, and no other code is better. */
    public static final CloseCode POLICY_VIOLATION = new CloseCode(1008);
    /** 1009: the message is too big to process. */
    public static final CloseCode MESSAGE_TOO_BIG = new CloseCode(1009);
    /** 1010: the client needs an extension that the server did not negotiate. */
    public static final CloseCode MANDATORY_EXTENSION = new CloseCode(1010);
    /** 1011: the sender met a condition that it did not expect. */
    public static final CloseCode INTERNAL_ERROR = new CloseCode(1011);
    /** 1012: the service restarts (registered after the RFC). */
    public static final CloseCode SERVICE_RESTART = new CloseCode(1012);
    /** 1013: try again later (registered after the RFC). */
    public static final CloseCode TRY_AGAIN_LATER = new CloseCode(1013);
    /** 1014: a gateway got an invalid answer from upstream (registered after the RFC). */
    public static final CloseCode BAD_GATEWAY = new CloseCode(1014);
    /** 1015, never on the wire: the TLS handshake failed. */
    public static final CloseCode TLS_HANDSHAKE = new CloseCode(1015);

    private static final int MAX_VALUE = 0xFFFF;
    private static final int LAST_REGISTERED = 1014;
    private static final int FIRST_FOR_LIBRARIES = 3000;
    private static final int LAST_PRIVATE = 4999;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1000, "NORMAL_CLOSURE"),
            Map.entry(1001, "GOING_AWAY"),
            Map.entry(1002, "PROTOCOL_ERROR"),
            Map.entry(1003, "UNSUPPORTED_DATA"),
            Map.entry(1005, "NO_STATUS_RCVD"),
            Map.entry(1006, "ABNORMAL_CLOSURE"),
            Map.entry(1007, "INVALID_FRAME_PAYLOAD_DATA"),
            Map.entry(1008, "POLICY_VIOLATION"),
            Map.entry(1009, "MESSAGE_TOO_BIG"),
            Map.entry(1010, "MANDATORY_EXTENSION"),
            Map.entry(1011, "INTERNAL_ERROR"),
            Map.entry(1012, "SERVICE_RESTART"),
            Map.entry(1013, "TRY_AGAIN_LATER"),
            Map.entry(1014, "BAD_GATEWAY"),
            Map.entry(1015, "TLS_HANDSHAKE"));

    /** Checks the range of {@code value}. */
    public CloseCode {
        if (value < 0 || value > MAX_VALUE) {
            throw new IllegalArgumentException("close code " + value + " is not in [0, 65535]");
        }
    }

    /** Whether a Close frame may carry this code; see {@link #isLegalOnWire(int)}. */
    public boolean isLegalOnWire() {
        return isLegalOnWire(value);
    }

    /**
     * Whether a Close frame may carry {@code value} (7.4.1, 7.4.2): 1000 to 1003 and 1007 to 1014 (those registered,
     * less the three that are never sent), 3000 to 3999 for libraries, 4000 to 4999 for private use.
     */
    public static boolean isLegalOnWire(int value) {
        return (value >= NORMAL_CLOSURE.value && value <= UNSUPPORTED_DATA.value)
                || (value >= INVALID_FRAME_PAYLOAD_DATA.value && value <= LAST_REGISTERED)
                || (value >= FIRST_FOR_LIBRARIES && value <= LAST_PRIVATE);
    }

    /** The number, and its registered name if it has one: {@code 1002 PROTOCOL_ERROR}. */
    @Override
    public String toString() {
        String name = NAMES.get(value);
        return name == null ? Integer.toString(value) : value + " " + name;
    }
}
