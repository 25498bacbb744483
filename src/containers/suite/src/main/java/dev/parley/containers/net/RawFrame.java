package dev.parley.containers.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One frame (5.2), legal or not: it is written as it is described, nothing is checked. Shares no code with what it tests.
 * Immutable but for the bytes of the payload, which it borrows.
 */
public final class RawFrame {
    /** 11.8. */
    public static final int CONTINUATION = 0;

    /** 11.8. */
    public static final int TEXT = 1;

    /** 11.8. */
    public static final int BINARY = 2;

    /** 11.8. */
    public static final int CLOSE = 8;

    /** 11.8. */
    public static final int PING = 9;

    /** 11.8. */
    public static final int PONG = 10;

    private static final int B0_FIN = 0x80;
    private static final int B0_RSV1 = 0x40;
    private static final int B1_MASK = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final int flags; // FIN and RSV1 to RSV3, at their place in byte 0
    private final int opcode;
    private final boolean masked;
    private final long length; // as the header says; the payload may hold less
    private final byte[] payload;

    RawFrame(int flags, int opcode, boolean masked, long length, byte[] payload) {
        this.flags = flags;
        this.opcode = opcode;
        this.masked = masked;
        this.length = length;
        this.payload = payload;
    }

    /** A final, masked frame. */
    public static RawFrame of(int opcode, byte[] payload) {
        return new RawFrame(B0_FIN, opcode, true, payload.length, payload);
    }

    /** A text message in one frame. */
    public static RawFrame text(String text) {
        return of(TEXT, text.getBytes(UTF_8));
    }

    /** A binary message in one frame. */
    public static RawFrame binary(byte[] payload) {
        return of(BINARY, payload);
    }

    /** A ping with the text as payload. */
    public static RawFrame ping(String text) {
        return of(PING, text.getBytes(UTF_8));
    }

    /** A close frame with status code and reason (5.5.1). */
    public static RawFrame close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** The same frame without FIN. */
    public RawFrame unfinished() {
        return new RawFrame(flags & ~B0_FIN, opcode, masked, length, payload);
    }

    /** The same frame with RSV1 set: with permessage-deflate, a compressed message. */
    public RawFrame withRsv1() {
        return new RawFrame(flags | B0_RSV1, opcode, masked, length, payload);
    }

    /** The same frame without masking. */
    public RawFrame unmasked() {
        return new RawFrame(flags, opcode, false, length, payload);
    }

    /** The same frame, its header announcing {@code length} bytes of which the payload is only the beginning. */
    public RawFrame announcing(long length) {
        return new RawFrame(flags, opcode, masked, length, payload);
    }

    /** Returns the opcode. */
    public int opcode() {
        return opcode;
    }

    /** Returns whether FIN is set. */
    public boolean fin() {
        return (flags & B0_FIN) != 0;
    }

    /** Returns whether RSV1 is set. */
    public boolean rsv1() {
        return (flags & B0_RSV1) != 0;
    }

    /** Returns whether it is a control frame (5.5). */
    public boolean control() {
        return opcode >= CLOSE;
    }

    /** Returns the payload itself, not a copy. */
    public byte[] payload() {
        return payload;
    }

    /** Returns the payload as text. */
    public String text() {
        return new String(payload, UTF_8);
    }

    /** Returns the status code of a close frame; 1005 if it has none (7.1.5). */
    public int closeCode() {
        return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    /** Returns the bytes of the frame. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        out.put((byte) (flags | opcode));
        int mask = masked ? B1_MASK : 0;
        if (length < LENGTH_16) {
            out.put((byte) (mask | (int) length));
        } else if (length < 1 << 16) {
            out.put((byte) (mask | LENGTH_16)).putShort((short) length);
        } else {
            out.put((byte) (mask | LENGTH_64)).putLong(length);
        }
        if (masked) {
            int key = ThreadLocalRandom.current().nextInt();
            out.putInt(key);
            for (int i = 0; i < payload.length; i++) {
                out.put((byte) (payload[i] ^ (key >>> (24 - 8 * (i & 3)))));
            }
        } else {
            out.put(payload);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        String kind = switch (opcode) {
            case CONTINUATION -> "continuation";
            case TEXT -> "text";
            case BINARY -> "binary";
            case CLOSE -> "close " + closeCode();
            case PING -> "ping";
            case PONG -> "pong";
            default -> "opcode " + opcode;
        };
        String shown = text();
        return kind + (fin() ? "" : " unfinished") + ", " + payload.length + " bytes: "
                + shown.substring(0, Math.min(200, shown.length()));
    }
}
