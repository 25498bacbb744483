package dev.parley.bench.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One selector, one thread, one write for each delivery: what the kernel alone costs. A message goes to all connections of
 * its path, its sender's included; on {@code /echo} to its sender only. It knows no limit but that of what may wait.
 */
public final class FloorServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int BUFFER = 64 * 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Map<String, List<FloorPeer>> rooms = new HashMap<>();
    private final Thread thread = new Thread(this::run, "floor");
    private volatile boolean stopping;

    /** What all reads go to; a connection's rest is copied in front. */
    final byte[] in = new byte[BUFFER];

    final ByteBuffer inBuffer = ByteBuffer.wrap(in);

    /** Where the frame of a message is made, once for all. */
    final byte[] out = new byte[BUFFER];

    /** Listens on loopback; port 0 takes a free one. */
    public FloorServer(int port) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.start();
    }

    /** Serves until the process is ended. */
    public static void main(String[] args) throws IOException {
        @SuppressWarnings("resource") // lives as long as the process
        FloorServer floor = new FloorServer(0);
        System.out.println("listening on http://127.0.0.1:" + floor.port() + "/");
    }

    /** The port it listens on. */
    public int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
    }

    void join(String path, FloorPeer peer) {
        List<FloorPeer> room = rooms.computeIfAbsent(path, none -> new ArrayList<>());
        room.removeIf(FloorPeer::isClosed); // those that were dropped in the middle of a broadcast
        room.add(peer);
    }

    void leave(String path, FloorPeer peer) {
        rooms.getOrDefault(path, new ArrayList<>()).remove(peer);
    }

    List<FloorPeer> room(String path) {
        return rooms.getOrDefault(path, List.of());
    }

    private void run() {
        try (selector;
                server) {
            while (!stopping) {
                selector.select(this::ready);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // boundary of the thread: the selector itself is broken
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof FloorPeer peer) {
            peer.ready();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new FloorPeer(this, channel, key));
            }
        } catch (IOException e) {
            System.err.println("accept failed: " + e.getMessage());
        }
    }
}
