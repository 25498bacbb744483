package dev.parley.wire;

/** A rule that the peer broke after the opening handshake, with the status code that fails the connection (7.1.7). */
public enum Violation {
    /** 5.1: a client masks every frame that it sends. */
    UNMASKED_CLIENT_FRAME("5.1", CloseCode.PROTOCOL_ERROR),
    /** 5.1: a server masks no frame that it sends. */
    MASKED_SERVER_FRAME("5.1", CloseCode.PROTOCOL_ERROR),
    /** 5.2: a reserved bit is 0 unless an extension that gives it a meaning was negotiated. */
    RESERVED_BIT("5.2", CloseCode.PROTOCOL_ERROR),
    /** RFC 7692 section 6: RSV1 marks a compressed message on its first frame, never on a continuation or control frame. */
    MISPLACED_RSV1("RFC 7692 6", CloseCode.PROTOCOL_ERROR),
    /** 5.2: opcodes 3 to 7 and 11 to 15 are reserved. */
    RESERVED_OPCODE("5.2", CloseCode.PROTOCOL_ERROR),
    /** 5.2: the payload length is written in the fewest bytes that hold it. */
    NON_MINIMAL_LENGTH("5.2", CloseCode.PROTOCOL_ERROR),
    /** 5.2: the top bit of a 64-bit payload length is 0. */
    NEGATIVE_LENGTH("5.2", CloseCode.PROTOCOL_ERROR),
    /** 5.5: a control frame is never fragmented. */
    FRAGMENTED_CONTROL_FRAME("5.5", CloseCode.PROTOCOL_ERROR),
    /** 5.5: a control frame carries at most 125 bytes. */
    OVERSIZED_CONTROL_FRAME("5.5", CloseCode.PROTOCOL_ERROR),
    /** 5.4: a continuation frame needs a message to continue. */
    UNEXPECTED_CONTINUATION("5.4", CloseCode.PROTOCOL_ERROR),
    /** 5.4: a new message waits until the one under way has ended. */
    EXPECTED_CONTINUATION("5.4", CloseCode.PROTOCOL_ERROR),
    /** 5.5.1: the body of a Close frame, if there is one, begins with a code of two bytes. */
    TRUNCATED_CLOSE_CODE("5.5.1", CloseCode.PROTOCOL_ERROR),
    /** 7.4: a Close frame carries a code that is defined for the wire. */
    ILLEGAL_CLOSE_CODE("7.4", CloseCode.PROTOCOL_ERROR),
    /** 5.5.1: the reason in a Close frame is UTF-8. */
    INVALID_UTF8_IN_CLOSE_REASON("5.5.1", CloseCode.INVALID_FRAME_PAYLOAD_DATA),
    /** 8.1: text that is not UTF-8 fails the connection. */
    INVALID_UTF8("8.1", CloseCode.INVALID_FRAME_PAYLOAD_DATA),
    /** 10.4: the frame is larger than {@link Limits#maxFramePayload()}. */
    FRAME_TOO_BIG("10.4", CloseCode.MESSAGE_TOO_BIG),
    /** 10.4: the message is larger than {@link Limits#maxMessagePayload()}, counted before and after inflating. */
    MESSAGE_TOO_BIG("10.4", CloseCode.MESSAGE_TOO_BIG),
    /** 10.4: the message has more frames than {@link Limits#maxFragments()}. */
    TOO_MANY_FRAGMENTS("10.4", CloseCode.POLICY_VIOLATION),
    /** RFC 7692 section 7.2.2: a compressed message is valid DEFLATE data, within the window agreed. */
    INVALID_COMPRESSED_DATA("RFC 7692 7.2.2", CloseCode.INVALID_FRAME_PAYLOAD_DATA);

    private final String section;
    private final int closeCode;

    Violation(String section, CloseCode closeCode) {
        this.section = section;
        this.closeCode = closeCode.value();
    }

    /** The section that states the rule: of RFC 6455 if it is a bare number, else with the RFC's name before it. */
    public String section() {
        return section;
    }

    /** The status code with which the receiver fails the connection. */
    public CloseCode closeCode() {
        return new CloseCode(closeCode);
    }
}
