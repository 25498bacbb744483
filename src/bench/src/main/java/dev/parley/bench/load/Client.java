package dev.parley.bench.load;

import dev.parley.wire.CloseCode;
import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.handshake.ClientHandshake;
import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.ResponseOutcome;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection, confined to its {@link SelectorThread}. Answers Ping and Close by itself. Allocates nothing for
 * what it receives, and for what it sends only what the socket does not take at once.
 *
 * <p>Faults on demand: {@link #reset}, {@link #freeze}, {@link #pauseReading}, {@link #limitIo}.
 */
public final class Client {
    private static final int MAX_PENDING = 1 << 20; // bytes
    private static final int TAIL = FrameHeader.MAX_SIZE;
    private static final int CLOSE_SECONDS = 5; // for the server's part of the closing handshake
    private static final int CODE_SIZE = 2;
    private static final byte[] NONE = {};

    private enum State {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    private final SelectorThread thread;
    private final Opening to;
    private final ClientHandshake handshake;
    private final ClientListener listener;
    private final FrameDecoder decoder = FrameDecoder.of(Role.CLIENT, Limits.NONE);
    private final FrameSink frames = new Frames();

    private State state = State.OPENING;
    private boolean begun;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] rest = NONE; // received and not consumed: the answer to the handshake, later less than a header
    private int restLength;
    private final PendingBytes pending = new PendingBytes();
    private int bytesPerRead = Integer.MAX_VALUE;
    private int bytesPerWrite = Integer.MAX_VALUE;
    private boolean paused;
    private boolean frozen;
    private @Nullable End end; // told by a Close frame

    Client(SelectorThread thread, Opening to, ClientHandshake handshake, ClientListener listener) {
        this.thread = thread;
        this.to = to;
        this.handshake = handshake;
        this.listener = listener;
    }

    /** The thread to which this connection is confined. */
    public SelectorThread thread() {
        return thread;
    }

    /** Whether messages may be sent. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether it is over; the listener has been told. */
    public boolean isEnded() {
        return state == State.ENDED;
    }

    /**
     * Sends a text message.
     *
     * @param utf8 copied
     * @return {@code false} if the connection is not open, or 1 MiB waits already: nothing is sent then
     */
    public boolean send(byte[] utf8, int offset, int length) {
        return state == State.OPEN && pending.size() <= MAX_PENDING && frame(Opcode.TEXT, utf8, offset, length);
    }

    /** Sends a text message; as {@link #send(byte[], int, int)}. */
    public boolean send(byte[] utf8) {
        return send(utf8, 0, utf8.length);
    }

    /** Sends a Close frame; the end is told when the server has answered, or at the latest when TCP ends. */
    public void close(CloseCode code) {
        if (state == State.OPEN) {
            byte[] body = {(byte) (code.value() >>> Byte.SIZE), (byte) code.value()};
            sendClose(body, 0, CODE_SIZE);
        } else {
            reset();
        }
    }

    /** Fault: ends TCP by a reset, without a word. */
    public void reset() {
        end(new End(End.Kind.DROPPED, 0, "reset"));
    }

    /**
     * Fault: a half-open cut. From now on nothing is read or written, and TCP stays open; what is sent is lost, and the
     * server's reset would not be noticed. Only {@link #reset} ends it.
     */
    public void freeze() {
        frozen = true;
        pending.clear();
        updateInterest();
    }

    /** Fault: reads nothing until {@link #resumeReading}; writes go on, but Pings get no answer. */
    public void pauseReading() {
        paused = true;
        updateInterest();
    }

    /** Ends {@link #pauseReading}. */
    public void resumeReading() {
        paused = false;
        updateInterest();
    }

    /** Fault: reads and writes at most so many bytes at a time; {@link Integer#MAX_VALUE} ends it. */
    public void limitIo(int readBytes, int writeBytes) {
        bytesPerRead = readBytes;
        bytesPerWrite = writeBytes;
    }

    void begin() {
        begun = true;
        SocketChannel opened = null;
        try {
            opened = SocketChannel.open();
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel = opened;
            key = opened.register(thread.selector(), SelectionKey.OP_CONNECT, this);
            if (opened.connect(to.address())) {
                ready();
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    /** Called when the selector finds it ready for something. */
    void ready() {
        SocketChannel open = channel;
        SelectionKey registered = key;
        if (open == null || registered == null || state == State.ENDED) {
            return;
        }
        try {
            if (!open.isConnected()) {
                if (!open.finishConnect()) {
                    return;
                }
                write(open, ByteBuffer.wrap(handshake.toBytes()));
                updateInterest();
            }
            if (registered.isValid() && registered.isWritable()) {
                pending.writeTo(open, bytesPerWrite);
                updateInterest();
            }
            if (registered.isValid() && registered.isReadable()) {
                read(open);
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void read(SocketChannel from) throws IOException {
        byte[] in = thread.in;
        ByteBuffer buffer = thread.inBuffer.clear().put(rest, 0, restLength);
        buffer.limit((int) Math.min(in.length, (long) restLength + bytesPerRead));
        if (from.read(buffer) < 0) {
            End known = end;
            end(known != null ? known : new End(End.Kind.LOST, 0, "TCP ended without a Close frame"));
            return;
        }
        int to = buffer.position();
        int consumed = state == State.OPENING ? open(in, to) : 0;
        if (state == State.OPEN || state == State.CLOSING) {
            try {
                consumed = decoder.decode(in, consumed, to, frames);
            } catch (ProtocolException e) {
                end(new End(End.Kind.VIOLATION, 0, String.valueOf(e.getMessage())));
                return;
            }
        }
        keep(in, consumed, to);
    }

    private void keep(byte[] bytes, int from, int to) {
        restLength = to - from;
        if (restLength > rest.length) {
            rest = new byte[Math.max(restLength, TAIL)];
        } else if (state != State.OPENING && rest.length > TAIL && restLength <= TAIL) {
            rest = new byte[TAIL];
        }
        System.arraycopy(bytes, from, rest, 0, restLength);
    }

    /** Judges the answer to the handshake; returns the index after it, or 0 if it is not whole. */
    private int open(byte[] bytes, int to) {
        ResponseOutcome outcome = handshake.read(bytes, 0, to, HandshakeLimits.DEFAULT);
        if (outcome instanceof ResponseOutcome.Established established) {
            if (established.subprotocol().isEmpty() && !handshake.subprotocols().isEmpty()) {
                end(new End(End.Kind.VIOLATION, 0, "the server chose none of " + handshake.subprotocols()));
                return to;
            }
            state = State.OPEN;
            thread.opened();
            listener.onOpen(this);
            return established.end();
        } else if (outcome instanceof ResponseOutcome.Declined declined) {
            end(new End(End.Kind.REFUSED, declined.status(), ""));
            return to;
        } else if (outcome instanceof ResponseOutcome.Failed failed) {
            end(new End(End.Kind.VIOLATION, 0, failed.fault().toString()));
            return to;
        }
        return 0;
    }

    private void sendClose(byte[] body, int offset, int length) {
        state = State.CLOSING;
        frame(Opcode.CLOSE, body, offset, length);
        thread.schedule(CLOSE_SECONDS, TimeUnit.SECONDS, () -> {
            End known = end;
            end(known != null ? known : new End(End.Kind.LOST, 0, "no answer to the Close frame"));
        });
    }

    private boolean frame(Opcode opcode, byte[] payload, int offset, int length) {
        SocketChannel open = channel;
        if (frozen || open == null || state == State.ENDED) {
            return false;
        }
        byte[] out = length + TAIL <= thread.out.length ? thread.out : new byte[length + TAIL];
        thread.encoder.output(out, 0, out.length);
        thread.encoder.frame(FrameHeader.FIN | opcode.value(), payload, offset, length);
        ByteBuffer bytes = out == thread.out ? thread.outBuffer.clear() : ByteBuffer.wrap(out);
        bytes.limit(thread.encoder.position());
        try {
            write(open, bytes);
            updateInterest();
            return true;
        } catch (IOException e) {
            thread.execute(() -> lost(e)); // not now: the caller may be in the middle of its own state
            return false;
        }
    }

    private void write(SocketChannel open, ByteBuffer bytes) throws IOException {
        if (pending.size() == 0 && bytesPerWrite == Integer.MAX_VALUE) {
            open.write(bytes);
        }
        pending.add(bytes);
    }

    private void updateInterest() {
        SelectionKey registered = key;
        SocketChannel open = channel;
        if (registered == null || open == null || !registered.isValid() || !open.isConnected()) {
            return;
        }
        int read = paused ? 0 : SelectionKey.OP_READ;
        int write = pending.size() > 0 ? SelectionKey.OP_WRITE : 0;
        registered.interestOps(frozen ? 0 : read | write);
    }

    private void lost(IOException cause) {
        End known = end;
        end(known != null ? known : new End(End.Kind.LOST, 0, String.valueOf(cause.getMessage())));
    }

    private void end(End how) {
        if (state == State.ENDED) {
            return;
        }
        boolean wasOpening = begun && state == State.OPENING;
        state = State.ENDED;
        pending.clear();
        SocketChannel open = channel;
        if (open != null) {
            try {
                open.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, and no TIME_WAIT
                open.close();
            } catch (IOException e) {
                how = new End(how.kind(), how.code(), how.text() + "; closing failed: " + e.getMessage());
            }
        }
        if (wasOpening) {
            thread.opened();
        }
        listener.onEnd(this, how);
    }

    /** What the decoder finds. */
    private final class Frames implements FrameSink {
        @Override
        public boolean onData(int flags, byte[] bytes, int offset, int length) {
            if (state == State.OPEN && !frozen) {
                listener.onData(Client.this, flags, bytes, offset, length);
            }
            return true;
        }

        @Override
        public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
            if (opcode == Opcode.PING && state == State.OPEN) {
                frame(Opcode.PONG, bytes, offset, length);
            } else if (opcode == Opcode.CLOSE) {
                int reason = Math.max(0, length - CODE_SIZE);
                int code = length < CODE_SIZE
                        ? CloseCode.NO_STATUS_RCVD.value()
                        : (bytes[offset] & 0xFF) << Byte.SIZE | (bytes[offset + 1] & 0xFF);
                end = new End(
                        End.Kind.CLOSED,
                        code,
                        new String(bytes, offset + length - reason, reason, StandardCharsets.UTF_8));
                if (state == State.OPEN) {
                    sendClose(bytes, offset, Math.min(length, CODE_SIZE)); // 5.5.1: echo the code
                }
            }
            return true;
        }
    }
}
