package dev.parley.wire;

import java.util.Optional;

/** What a frame carries (5.2, 11.8). The ten reserved values have no constant: see {@link #of(int)}. Immutable. */
public enum Opcode {
    /** Continues the message that the last TEXT or BINARY frame without FIN began (5.4). */
    CONTINUATION(0x0),
    /** Begins a message of UTF-8 text (5.6). */
    TEXT(0x1),
    /** Begins a message of arbitrary bytes (5.6). */
    BINARY(0x2),
    /** Starts or answers the closing handshake (5.5.1). */
    CLOSE(0x8),
    /** Asks for a Pong with the same payload (5.5.2). */
    PING(0x9),
    /** Answers a Ping, or comes unasked as a sign of life (5.5.3). */
    PONG(0xA);

    private static final int FIRST_CONTROL = 0x8;

    private final int value;

    Opcode(int value) {
        this.value = value;
    }

    /** The four bits on the wire, in {@code [0, 15]}. */
    public int value() {
        return value;
    }

    /** Whether frames of this opcode are control frames: at most 125 bytes of payload, never fragmented (5.5). */
    public boolean isControl() {
        return value >= FIRST_CONTROL;
    }

    /** The opcode with these four bits; empty if they are reserved (5.2) or out of {@code [0, 15]}. */
    public static Optional<Opcode> of(int value) {
        return switch (value) {
            case 0x0 -> Optional.of(CONTINUATION);
            case 0x1 -> Optional.of(TEXT);
            case 0x2 -> Optional.of(BINARY);
            case 0x8 -> Optional.of(CLOSE);
            case 0x9 -> Optional.of(PING);
            case 0xA -> Optional.of(PONG);
            default -> Optional.empty();
        };
    }

    /** The control frame with these four bits, which are known to be 8, 9 or 10. */
    static Opcode control(int value) {
        return value == CLOSE.value ? CLOSE : value == PING.value ? PING : PONG;
    }
}
