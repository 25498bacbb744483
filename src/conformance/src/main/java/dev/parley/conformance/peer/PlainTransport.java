package dev.parley.conformance.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** TCP as it is. Confined to one thread. */
final class PlainTransport implements Transport {
    private final SocketChannel channel;

    PlainTransport(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return channel.read(to);
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        channel.write(from);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public boolean isEstablished() {
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void renewKeys() {
        throw new IllegalStateException("there are no keys without TLS");
    }

    @Override
    public void pass(byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes));
    }

    @Override
    public String session() {
        return "";
    }
}
