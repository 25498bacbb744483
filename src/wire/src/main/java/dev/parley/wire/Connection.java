package dev.parley.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One side of a connection after the opening handshake (5.4 to 7.4), without I/O: bytes in, events and bytes out, and the
 * time is told. Any transport becomes a WebSocket peer around it. Confined to one thread at a time.
 *
 * <p>Calling protocol of a transport, in any order but never two calls at once:
 *
 * <ul>
 *   <li>{@link #advanceTo} with the time, before the other calls and when {@link #deadlineNanos} has passed;
 *   <li>{@link #receive} with what came, and {@link #receiveEnd} when the peer sends no more or the transport broke;
 *   <li>{@link #sendText}, {@link #sendBinary}, {@link #sendPing}, {@link #close} for the application;
 *   <li>after each of these: write what {@link #output} holds, then do what {@link #transport} says.
 * </ul>
 *
 * <p>States (7.1.3, 7.1.4): OPEN until a Close frame is sent or received, or the peer breaks a rule; then CLOSING; CLOSED
 * once the transport has ended or the peer took too long. Pings are answered here (5.5.2); if the output is full, only
 * the latest is, when there is room again (5.5.3). A failing connection sends its Close frame, ends its output, and reads
 * and discards until the peer ends or the time is up: closing at once would let TCP throw the Close frame away (7.1.1).
 * The same holds for a server after the closing handshake; a client waits for the server to end first.
 */
public final class Connection {
    /** How far the life of the connection has come; CONNECTING lies before it. */
    public enum State {
        /** Messages may be sent and received. */
        OPEN,
        /** The closing handshake has started, or the connection has failed: nothing more is sent or delivered. */
        CLOSING,
        /** Over. */
        CLOSED
    }

    /** What the transport is to do once the output is written. */
    public enum Transport {
        /** Go on reading and writing. */
        KEEP_OPEN,
        /** Shut down the output and go on reading; where that is impossible, close. */
        END_OUTPUT,
        /** Close. */
        CLOSE
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final byte[] EMPTY = {};
    private static final int CODE_SIZE = 2;

    private final Role role;
    private final ConnectionSettings settings;
    private final ConnectionListener listener;
    private final MessageDecoder decoder;
    private final OutputQueue output;

    private State state = State.OPEN;
    private boolean closeSent;
    private boolean closeReceived;
    private boolean failed;
    private CloseCode peerCode = CloseCode.ABNORMAL_CLOSURE; // 7.1.5: unless a Close frame comes
    private String peerReason = "";
    private long now;
    private boolean closing; // deadline is set
    private long deadline;
    private byte[] pong = EMPTY; // payload of the latest Ping that waits for room
    private boolean pongWaits;

    private Connection(Role role, FrameEncoder encoder, ConnectionSettings settings, ConnectionListener listener) {
        this.role = role;
        this.settings = settings;
        this.listener = listener;
        MessageSink sink = new Events();
        this.decoder = settings.extension()
                .map(extension -> MessageDecoder.of(role, settings.limits(), sink, extension))
                .orElseGet(() -> MessageDecoder.of(role, settings.limits(), sink));
        this.output = new OutputQueue(encoder, settings);
    }

    /** The server's side. */
    public static Connection server(ConnectionSettings settings, ConnectionListener listener) {
        return new Connection(Role.SERVER, FrameEncoder.server(), settings, listener);
    }

    /** The client's side, which masks with these keys (5.3). */
    public static Connection client(ConnectionSettings settings, MaskingKeys keys, ConnectionListener listener) {
        return new Connection(Role.CLIENT, FrameEncoder.client(keys), settings, listener);
    }

    /** How far it has come. */
    public State state() {
        return state;
    }

    /**
     * Tells the time. When {@link #deadlineNanos} has passed, the connection is closed.
     *
     * @param nowNanos on any clock that does not go back, as {@link System#nanoTime}
     */
    public void advanceTo(long nowNanos) {
        now = nowNanos;
        if (closing && now - deadline >= 0) {
            finish();
        }
    }

    /** When to call {@link #advanceTo} at the latest, on its clock, or {@link Long#MAX_VALUE} for never. */
    public long deadlineNanos() {
        return closing ? deadline : NEVER;
    }

    /**
     * Takes bytes that came from the peer, unmasking in place, and delivers the events that they make.
     *
     * @return index of the first byte not consumed: keep the rest, at most 13 bytes unless the listener paused, in front
     *     of what comes next
     * @throws IndexOutOfBoundsException if {@code [from, to)} is not within {@code bytes}
     */
    public int receive(byte[] bytes, int from, int to) {
        if (failed || state == State.CLOSED) {
            return to; // 7.1.7: nothing that comes after a failure is processed
        }
        try {
            return decoder.decode(bytes, from, to);
        } catch (ProtocolException e) {
            fail(e);
            return to;
        }
    }

    /** The peer sends no more, or the transport broke: the connection is closed. Idempotent. */
    public void receiveEnd() {
        if (state != State.CLOSED) {
            finish();
        }
    }

    /**
     * Queues a text message. A surrogate without its partner is sent as {@code ?}.
     *
     * @return {@code false} if nothing was queued: too much waits, or the connection is not OPEN any more
     */
    public boolean sendText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return state == State.OPEN && output.addMessage(Opcode.TEXT, bytes, 0, bytes.length);
    }

    /**
     * Queues a binary message, copying {@code bytes[offset, offset + length)}.
     *
     * @return as {@link #sendText}
     * @throws IndexOutOfBoundsException if the range is not within {@code bytes} and the message would be taken
     */
    public boolean sendBinary(byte[] bytes, int offset, int length) {
        return state == State.OPEN && output.addMessage(Opcode.BINARY, bytes, offset, length);
    }

    /**
     * Queues a Ping (5.5.2).
     *
     * @param payload at most 125 bytes, copied
     * @return as {@link #sendText}
     * @throws IllegalArgumentException if the payload is longer (5.5) and the connection is OPEN and has room
     */
    public boolean sendPing(byte[] payload) {
        return state == State.OPEN && output.addControl(Opcode.PING, payload, 0, payload.length);
    }

    /** Queues a Pong that nobody asked for (5.5.3); as {@link #sendPing}. */
    public boolean sendPong(byte[] payload) {
        return state == State.OPEN && output.addControl(Opcode.PONG, payload, 0, payload.length);
    }

    /** Starts the closing handshake (7.1.2) without a code. Does nothing if the connection is not OPEN. */
    public void close() {
        startClosingHandshake(EMPTY);
    }

    /**
     * Starts the closing handshake (7.1.2). Does nothing if the connection is not OPEN.
     *
     * @param reason at most 123 bytes in UTF-8
     * @throws IllegalArgumentException if the code must not be on the wire (7.4) or the reason is too long (5.5)
     */
    public void close(CloseCode code, String reason) {
        if (!code.isLegalOnWire()) {
            throw new IllegalArgumentException("close code " + code + " must not be sent (7.4)");
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        if (text.length > FrameHeader.MAX_CONTROL_PAYLOAD - CODE_SIZE) {
            throw new IllegalArgumentException("reason of " + text.length + " bytes; at most 123 are allowed (5.5)");
        }
        startClosingHandshake(body(code, text));
    }

    /**
     * What is to be written: between position and limit. The transport writes as much as it can and moves the position.
     * Valid until the next call of any method.
     */
    public ByteBuffer output() {
        if (output.isEmpty() && pongWaits) {
            pongWaits = false;
            output.addControl(Opcode.PONG, pong, 0, pong.length);
        }
        return output.pending();
    }

    /** What to do with the transport once {@link #output} is written. */
    public Transport transport() {
        if (state == State.CLOSED) {
            return Transport.CLOSE;
        }
        boolean done = failed || (role == Role.SERVER && closeSent && closeReceived); // 7.1.1: the server ends first
        return done && output.isEmpty() ? Transport.END_OUTPUT : Transport.KEEP_OPEN;
    }

    private void startClosingHandshake(byte[] body) {
        if (state == State.OPEN) {
            sendClose(body);
        }
    }

    private void sendClose(byte[] body) {
        closeSent = true;
        pongWaits = false; // 5.5.1: nothing follows a Close frame
        output.addClose(body);
        state = State.CLOSING;
        closing = true;
        deadline = now + settings.closeTimeoutNanos();
    }

    private void fail(ProtocolException e) {
        failed = true;
        if (!closeSent) {
            sendClose(body(e.closeCode(), EMPTY)); // 7.1.7; the peer learns the code and nothing of the inside
        }
        listener.onFailed(e);
    }

    private void finish() {
        state = State.CLOSED;
        closing = false;
        settings.extension().ifPresent(MessageExtension::close);
        listener.onClosed(peerCode, peerReason);
    }

    private void receiveClose(byte[] bytes, int offset, int length) {
        closeReceived = true;
        peerCode = CloseCode.NO_STATUS_RCVD; // 7.1.5
        if (length >= CODE_SIZE) {
            peerCode = new CloseCode((bytes[offset] & 0xFF) << Byte.SIZE | (bytes[offset + 1] & 0xFF));
            peerReason = new String(bytes, offset + CODE_SIZE, length - CODE_SIZE, StandardCharsets.UTF_8);
        }
        if (!closeSent) {
            sendClose(Arrays.copyOfRange(bytes, offset, offset + Math.min(length, CODE_SIZE))); // 5.5.1: echo the code
        }
    }

    private static byte[] body(CloseCode code, byte[] reason) {
        byte[] body = new byte[CODE_SIZE + reason.length];
        body[0] = (byte) (code.value() >>> Byte.SIZE);
        body[1] = (byte) code.value();
        System.arraycopy(reason, 0, body, CODE_SIZE, reason.length);
        return body;
    }

    /** What the decoder finds. Once the connection is CLOSING messages are dropped, and only the Close frame counts. */
    private final class Events implements MessageSink {
        @Override
        public boolean onText(String text) {
            return state != State.OPEN || listener.onText(text);
        }

        @Override
        public boolean onBinary(byte[] bytes) {
            return state != State.OPEN || listener.onBinary(bytes);
        }

        @Override
        public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
            if (opcode == Opcode.CLOSE) {
                receiveClose(bytes, offset, length);
            } else if (state == State.OPEN) {
                byte[] payload = Arrays.copyOfRange(bytes, offset, offset + length);
                if (opcode == Opcode.PING) {
                    answer(payload);
                    listener.onPing(payload);
                } else {
                    listener.onPong(payload);
                }
            }
            return true;
        }

        private void answer(byte[] payload) {
            if (pongWaits || !output.addControl(Opcode.PONG, payload, 0, payload.length)) {
                pong = payload.clone(); // 5.5.3: answering the latest Ping is enough
                pongWaits = true;
            }
        }
    }
}
