package dev.parley.server;

import dev.parley.wire.CloseCode;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.Opcode;
import dev.parley.wire.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Close frames (5.5.1) as the engine is told of them, and as the client gets them. Stateless. */
final class CloseFrames {
    private static final ByteBuffer NO_REASON = ByteBuffer.allocate(0);

    private CloseFrames() {}

    /** Returns whether these bytes, a whole frame that the engine writes, are a Close frame. */
    static boolean isClose(ByteBuffer frame) {
        return (frame.get(frame.position()) & 0xFF) == first();
    }

    /** Returns the answer to a client's Close frame: its code, if it had one (5.5.1). */
    static ByteBuffer answer(Optional<Integer> code) {
        return code.map(value -> frame(value, NO_REASON))
                .orElseGet(() -> ByteBuffer.wrap(new byte[] {(byte) first(), 0}));
    }

    /**
     * Returns a client's Close frame as Tyrus takes it. Tyrus fails a connection whose client sends one of the codes that
     * were registered after the RFC for servers and gateways, though nothing forbids it; it is told that the client went
     * away.
     */
    static ByteBuffer forEngine(Optional<Integer> code, ByteBuffer reason) {
        if (code.isEmpty()) {
            return answer(code);
        }
        int value = code.get();
        boolean late = value >= CloseCode.SERVICE_RESTART.value() && value <= CloseCode.BAD_GATEWAY.value();
        return frame(late ? CloseCode.GOING_AWAY.value() : value, reason);
    }

    /** Returns the Close frame with which the engine fails the connection: the rule, and where it stands, is the reason. */
    static ByteBuffer of(Violation violation) {
        String section = violation.section();
        String reason = violation + ": see " + (section.startsWith("RFC") ? "" : "RFC 6455 ") + section;
        return frame(violation.closeCode().value(), ByteBuffer.wrap(reason.getBytes(StandardCharsets.US_ASCII)));
    }

    private static ByteBuffer frame(int code, ByteBuffer reason) {
        int length = Short.BYTES + reason.remaining();
        return ByteBuffer.allocate(2 + length)
                .put((byte) first())
                .put((byte) length)
                .putShort((short) code)
                .put(reason)
                .flip();
    }

    private static int first() {
        return FrameHeader.FIN | Opcode.CLOSE.value();
    }
}
