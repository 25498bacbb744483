package dev.parley.bench.floor;

import dev.parley.bench.load.PendingBytes;
import dev.parley.bench.load.WholeMessages;
import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import dev.parley.wire.handshake.UpgradeResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection of the floor; confined to its thread. A connection that breaks a rule is dropped without a word. */
final class FloorPeer implements FrameSink {
    private static final int MAX_PENDING = 16 << 20; // bytes
    private static final byte[] NONE = {};
    private static final String ECHO = "/echo";

    private final FloorServer server;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final FrameDecoder decoder = FrameDecoder.of(Role.SERVER, Limits.DEFAULT);
    private final FrameEncoder encoder = FrameEncoder.server();
    private final WholeMessages messages = new WholeMessages(this::onMessage);
    private final PendingBytes pending = new PendingBytes();
    private byte[] rest = NONE;
    private String path = ""; // until the handshake is done
    private int opcode;

    FloorPeer(FloorServer server, SocketChannel channel, SelectionKey key) {
        this.server = server;
        this.channel = channel;
        this.key = key;
    }

    boolean isClosed() {
        return !channel.isOpen();
    }

    void ready() {
        try {
            if (key.isWritable()) {
                pending.writeTo(channel, Integer.MAX_VALUE);
                updateInterest();
            }
            if (key.isReadable()) {
                read();
            }
        } catch (IOException | ProtocolException e) {
            drop(); // the peer went away, or is none
        }
    }

    private void read() throws IOException, ProtocolException {
        byte[] in = server.in;
        if (channel.read(server.inBuffer.clear().put(rest)) < 0) {
            drop();
            return;
        }
        int end = server.inBuffer.position();
        int consumed = path.isEmpty() ? open(in, end) : 0;
        if (!path.isEmpty()) {
            consumed = decoder.decode(in, consumed, end, this);
        }
        int left = end - consumed;
        if (left != rest.length) {
            rest = left == 0 ? NONE : new byte[left];
        }
        System.arraycopy(in, consumed, rest, 0, left);
    }

    private int open(byte[] in, int to) {
        RequestOutcome outcome = ServerHandshake.read(in, 0, to, HandshakeLimits.DEFAULT);
        if (outcome instanceof RequestOutcome.Accepted accepted) {
            path = accepted.request().resourceName();
            write(ByteBuffer.wrap(UpgradeResponse.to(accepted.request()).toBytes()));
            server.join(path, this);
            return accepted.end();
        } else if (outcome instanceof RequestOutcome.Refused) {
            drop();
        }
        return 0;
    }

    @Override
    public boolean onData(int flags, byte[] bytes, int offset, int length) {
        opcode = (flags & TEXT) != 0 ? Opcode.TEXT.value() : Opcode.BINARY.value();
        messages.add(flags, bytes, offset, length);
        return true;
    }

    @Override
    public boolean onControl(Opcode control, byte[] bytes, int offset, int length) {
        if (control == Opcode.PING) {
            write(frame(Opcode.PONG.value(), bytes, offset, length));
        } else if (control == Opcode.CLOSE) {
            write(frame(Opcode.CLOSE.value(), bytes, offset, length));
            drop();
        }
        return true;
    }

    private void onMessage(byte[] bytes, int offset, int length) {
        ByteBuffer frame = frame(opcode, bytes, offset, length);
        if (path.equals(ECHO)) {
            write(frame);
            return;
        }
        int end = frame.limit();
        for (FloorPeer peer : server.room(path)) {
            frame.position(0).limit(end);
            peer.write(frame);
        }
    }

    private ByteBuffer frame(int firstByte, byte[] bytes, int offset, int length) {
        int size = Math.toIntExact(encoder.frameSize(length));
        byte[] out = size <= server.out.length ? server.out : new byte[size];
        encoder.output(out, 0, out.length);
        encoder.frame(FrameHeader.FIN | firstByte, bytes, offset, length);
        return ByteBuffer.wrap(out, 0, encoder.position());
    }

    private void write(ByteBuffer bytes) {
        if (!channel.isOpen()) {
            return;
        }
        try {
            if (pending.size() == 0) {
                channel.write(bytes);
            }
            pending.add(bytes);
            if (pending.size() > MAX_PENDING) {
                channel.close(); // it does not read; the next who joins removes it from its room
            } else {
                updateInterest();
            }
        } catch (IOException e) {
            pending.clear(); // the peer went away: reading tells
        }
    }

    private void updateInterest() {
        int write = pending.size() > 0 ? SelectionKey.OP_WRITE : 0;
        if (key.isValid() && key.interestOps() != (SelectionKey.OP_READ | write)) {
            key.interestOps(SelectionKey.OP_READ | write);
        }
    }

    private void drop() {
        server.leave(path, this);
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("close failed: " + e.getMessage());
        }
    }
}
