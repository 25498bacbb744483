package dev.parley.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between browsers and a server, and drops all their connections when told to. Safe for any thread. */
final class DropProxy implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final URI target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    /** Listens on a free loopback port. */
    DropProxy(URI target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("drop-proxy", this::accept);
    }

    /** Returns the address of the target by way of this proxy. */
    URI base() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + target.getRawPath());
    }

    /** Drops every connection, and every new one, until {@link #up()}. */
    void down() throws IOException {
        down = true;
        closeAll();
    }

    /** Lets connections through again. */
    void up() {
        down = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (down) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(target.getHost(), target.getPort());
                open.add(client);
                open.add(server);
                start("drop-proxy-up", () -> pump(client, server));
                start("drop-proxy-down", () -> pump(server, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // dropped: both ends are closed now
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }
}
