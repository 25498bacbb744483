package dev.parley.wire.example;

import dev.parley.wire.Connection;
import dev.parley.wire.Connection.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/** An echo server on one selector and one thread, on loopback, on a port that the system chooses. */
public final class NioEchoServer implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final long TICK_MILLIS = 100; // how late a deadline may be noticed

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Thread thread = new Thread(this::run);
    private final Echo.Extensions extensions;
    private volatile boolean stopping;

    /** Listens. */
    public NioEchoServer(Echo.Extensions extensions) throws IOException {
        this.extensions = extensions;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    /** The port that the system chose. */
    public int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        selector.wakeup();
    }

    private void run() {
        try (selector;
                server) {
            while (!stopping) {
                selector.select(TICK_MILLIS);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        ((Peer) key.attachment()).onReady();
                    }
                }
                for (SelectionKey key : selector.keys()) {
                    if (key.attachment() instanceof Peer peer) {
                        peer.onTime(System.nanoTime());
                    }
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Peer(channel, key));
        }
    }

    /** One connection: what is read and not consumed, the opening handshake, and then the state machine. */
    private final class Peer {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer in = ByteBuffer.allocate(BUFFER); // between reads: unread bytes before the position
        private Echo.Opening opening = new Echo.ReadOn();
        private ByteBuffer response = ByteBuffer.allocate(0);

        Peer(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }

        void onReady() throws IOException {
            try {
                boolean ended = in.hasRemaining() && channel.read(in) < 0;
                if (opening instanceof Echo.ReadOn) {
                    open();
                }
                if (opening instanceof Echo.Opened opened) {
                    proceed(opened.echo().connection(), ended);
                } else if (ended || opening instanceof Echo.Refused) {
                    channel.write(response);
                    channel.close();
                }
            } catch (IOException e) {
                channel.close(); // the peer went away
            }
        }

        void onTime(long now) throws IOException {
            if (opening instanceof Echo.Opened opened && channel.isOpen()) {
                opened.echo().connection().advanceTo(now);
                obey(opened.echo().connection());
            }
        }

        private void open() {
            opening = Echo.open(in.array(), in.position(), extensions);
            if (opening instanceof Echo.Opened opened) {
                response = ByteBuffer.wrap(opened.echo().response());
                in.flip().position(opened.echo().end()).compact();
            } else if (opening instanceof Echo.Refused refused) {
                response = ByteBuffer.wrap(refused.refusal().toBytes());
            }
        }

        private void proceed(Connection connection, boolean ended) throws IOException {
            connection.advanceTo(System.nanoTime());
            in.flip();
            in.position(connection.receive(in.array(), 0, in.limit())).compact();
            if (ended) {
                connection.receiveEnd();
            }
            channel.write(response);
            if (!response.hasRemaining()) {
                channel.write(connection.output());
            }
            obey(connection);
        }

        private void obey(Connection connection) throws IOException {
            Transport transport = connection.transport();
            if (transport == Transport.CLOSE) {
                channel.close();
                return;
            }
            if (transport == Transport.END_OUTPUT) {
                channel.shutdownOutput();
            }
            boolean waiting = response.hasRemaining() || connection.output().hasRemaining();
            key.interestOps(waiting ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }
}
