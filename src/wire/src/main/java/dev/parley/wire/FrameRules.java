package dev.parley.wire;

import static dev.parley.wire.FrameHeader.FIN;
import static dev.parley.wire.FrameHeader.LENGTH_7;
import static dev.parley.wire.FrameHeader.MASK;
import static dev.parley.wire.FrameHeader.MAX_CONTROL_PAYLOAD;
import static dev.parley.wire.FrameHeader.OPCODE;
import static dev.parley.wire.FrameHeader.RSV1;
import static dev.parley.wire.FrameHeader.RSV2;
import static dev.parley.wire.FrameHeader.RSV3;

import org.jspecify.annotations.Nullable;

/**
 * The rules that the header of a received frame can break (5.1 to 5.5, 10.4), each on its own line, and as much of the
 * message under way as they need. Nothing here sees payload of a message. Confined to its decoder.
 */
final class FrameRules {
    private static final int BYTE = 0xFF;
    private static final int FIRST_CONTROL = 0x8;
    private static final int LAST_OF_ITS_KIND = 0x2; // 0..2 are data, 8..A control, the rest reserved

    private final boolean masked; // what the peer sends
    private final int forbiddenBits;
    private final Limits limits;

    private boolean inMessage;
    private long messageLength;
    private int fragments;

    /**
     * The rules for what {@code receiver} receives.
     *
     * @param allowedBits RSV1 if an extension uses it, else 0
     */
    FrameRules(Role receiver, Limits limits, int allowedBits) {
        this.masked = receiver == Role.SERVER;
        this.limits = limits;
        this.forbiddenBits = (RSV1 | RSV2 | RSV3) & ~allowedBits;
    }

    static boolean isControl(int byte0) {
        return (byte0 & FIRST_CONTROL) != 0;
    }

    /** The rule that the first two bytes of a header break, or null. The rest of the header need not be there. */
    @Nullable
    Violation brokenByFirstBytes(int byte0, int byte1) {
        int opcode = byte0 & OPCODE;
        if ((byte0 & forbiddenBits) != 0) {
            return Violation.RESERVED_BIT; // 5.2: MUST be 0 unless negotiated
        }
        if ((opcode & ~FIRST_CONTROL) > LAST_OF_ITS_KIND) {
            return Violation.RESERVED_OPCODE; // 5.2: MUST fail the connection
        }
        if (masked && (byte1 & MASK) == 0) {
            return Violation.UNMASKED_CLIENT_FRAME; // 5.1: MUST close
        }
        if (!masked && (byte1 & MASK) != 0) {
            return Violation.MASKED_SERVER_FRAME; // 5.1: MUST close
        }
        if (isControl(byte0)) {
            return brokenByControlFrame(byte0, byte1);
        }
        if (opcode != Opcode.CONTINUATION.value()) {
            return inMessage ? Violation.EXPECTED_CONTINUATION : null; // 5.4: fragments of two messages do not mix
        }
        if (!inMessage) {
            return Violation.UNEXPECTED_CONTINUATION; // 5.4: there is nothing to continue
        }
        return (byte0 & RSV1) != 0 ? Violation.MISPLACED_RSV1 : null; // RFC 7692 6: on the first frame only
    }

    private static @Nullable Violation brokenByControlFrame(int byte0, int byte1) {
        int length = byte1 & LENGTH_7;
        if ((byte0 & RSV1) != 0) {
            return Violation.MISPLACED_RSV1; // RFC 7692 6.1: control frames are never compressed
        }
        if ((byte0 & FIN) == 0) {
            return Violation.FRAGMENTED_CONTROL_FRAME; // 5.5: MUST NOT be fragmented
        }
        if (length > MAX_CONTROL_PAYLOAD) {
            return Violation.OVERSIZED_CONTROL_FRAME; // 5.5: MUST have 125 bytes or less
        }
        if (length == 1 && (byte0 & OPCODE) == Opcode.CLOSE.value()) {
            return Violation.TRUNCATED_CLOSE_CODE; // 5.5.1: a body MUST begin with a code of 2 bytes
        }
        return null;
    }

    /** The rule that the payload length breaks, or null: judged before any payload is looked at. */
    @Nullable
    Violation brokenByLength(int byte0, int byte1, long length) {
        if (length < 0) {
            return Violation.NEGATIVE_LENGTH; // 5.2: the most significant bit MUST be 0
        }
        if (!FrameHeader.isMinimal(byte1, length)) {
            return Violation.NON_MINIMAL_LENGTH; // 5.2: the minimal number of bytes MUST be used
        }
        if (isControl(byte0)) {
            return null;
        }
        if (length > limits.maxFramePayload()) {
            return Violation.FRAME_TOO_BIG; // 10.4
        }
        if (length > limits.maxMessagePayload() - messageLength) {
            return Violation.MESSAGE_TOO_BIG; // 10.4
        }
        return fragments == limits.maxFragments() ? Violation.TOO_MANY_FRAGMENTS : null; // 10.4
    }

    /** Notes a data frame that breaks no rule. */
    void accept(int byte0, long length) {
        if ((byte0 & FIN) != 0) {
            inMessage = false;
            messageLength = 0;
            fragments = 0;
        } else {
            inMessage = true;
            messageLength += length;
            fragments++;
        }
    }

    /** The rule that the body of a Close frame breaks, or null. It is not of length 1. */
    static @Nullable Violation brokenByCloseBody(byte[] bytes, int from, int to) {
        if (from == to) {
            return null;
        }
        int code = (bytes[from] & BYTE) << Byte.SIZE | (bytes[from + 1] & BYTE);
        if (!CloseCode.isLegalOnWire(code)) {
            return Violation.ILLEGAL_CLOSE_CODE; // 7.4
        }
        // 5.5.1: the reason is UTF-8
        return Utf8.isValid(bytes, from + 2, to) ? null : Violation.INVALID_UTF8_IN_CLOSE_REASON;
    }
}
