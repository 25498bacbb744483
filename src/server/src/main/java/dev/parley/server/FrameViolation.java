package dev.parley.server;

/** A rule of RFC 6455 that the header of a client's frame broke, with the status code that fails the connection. */
enum FrameViolation {
    /** 5.1: a client MUST mask all frames that it sends. */
    UNMASKED_FRAME(FrameViolation.PROTOCOL_ERROR, "frame is not masked"),
    /** 5.2: RSV1-3 MUST be 0 unless an extension is negotiated, and none is. */
    RESERVED_BITS(FrameViolation.PROTOCOL_ERROR, "reserved bits are set without an extension"),
    /** 5.2: if an unknown opcode is received, the connection MUST be failed. */
    RESERVED_OPCODE(FrameViolation.PROTOCOL_ERROR, "opcode is reserved"),
    /** 5.2: the minimal number of bytes MUST be used to encode the length. */
    LENGTH_NOT_MINIMAL(FrameViolation.PROTOCOL_ERROR, "length is not encoded in the fewest bytes"),
    /** 5.2: the most significant bit of a 64-bit length MUST be 0. */
    LENGTH_TOP_BIT(FrameViolation.PROTOCOL_ERROR, "top bit of the length is set"),
    /** 5.5: control frames MUST NOT be fragmented. */
    FRAGMENTED_CONTROL_FRAME(FrameViolation.PROTOCOL_ERROR, "control frame is fragmented"),
    /** 5.5: control frames MUST have a payload of 125 bytes or less. */
    OVERSIZED_CONTROL_FRAME(FrameViolation.PROTOCOL_ERROR, "control frame is longer than 125 bytes"),
    /** 5.5.1: a body of a close frame MUST begin with a status code of two bytes. */
    CLOSE_WITHOUT_CODE(FrameViolation.PROTOCOL_ERROR, "close frame has a payload of 1 byte"),
    /** 5.4: a continuation follows a frame that did not finish its message. */
    UNEXPECTED_CONTINUATION(FrameViolation.PROTOCOL_ERROR, "continuation without a message to continue"),
    /** 5.4: the fragments of one message MUST NOT be interleaved with those of another. */
    UNFINISHED_MESSAGE(FrameViolation.PROTOCOL_ERROR, "new message before the last one was finished"),
    /** 7.4.1, 1009: a message that is too big for the endpoint to process. */
    FRAME_TOO_BIG(1009, "frame is longer than any message may be");

    private static final int PROTOCOL_ERROR = 1002;

    private final int closeCode;
    private final String sentence;

    FrameViolation(int closeCode, String sentence) {
        this.closeCode = closeCode;
        this.sentence = sentence;
    }

    /** Returns the status code to close with (7.4.1). */
    int closeCode() {
        return closeCode;
    }

    /** Returns what was wrong; at most 123 ASCII characters, so that it fits into a close frame. */
    String sentence() {
        return sentence;
    }
}
