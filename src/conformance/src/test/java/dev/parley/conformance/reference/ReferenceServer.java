package dev.parley.conformance.reference;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An echo server on parley-wire that keeps every rule, unless a {@link Fault} is switched on: what the cases are tested
 * with. A thread per connection, loopback only.
 */
public final class ReferenceServer implements AutoCloseable {
    private static final int BACKLOG = 2000;

    private final ServerSocket listener;
    private final Set<Fault> faults;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "reference-server");
        thread.setDaemon(true);
        return thread;
    });

    private ReferenceServer(ServerSocket listener, Set<Fault> faults) {
        this.listener = listener;
        this.faults = faults;
    }

    /** Starts one on a free port. */
    public static ReferenceServer start(Fault... faults) throws IOException {
        return start(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), faults);
    }

    /** Starts one on a socket that is bound already, of TLS for instance. */
    public static ReferenceServer start(ServerSocket listener, Fault... faults) {
        ReferenceServer server = new ReferenceServer(listener, Set.of(faults));
        server.threads.execute(server::acceptAll);
        return server;
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("ws://localhost:" + listener.getLocalPort() + "/echo");
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new ReferenceConnection(socket, faults).run();
        } catch (IOException e) {
            // the suite resets connections on purpose
            open.remove(socket);
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
