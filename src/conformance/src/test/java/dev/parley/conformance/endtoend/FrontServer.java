package dev.parley.conformance.endtoend;

import dev.parley.conformance.reference.ReferenceServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of a server that is good, and hands it the connections that it does not serve in its own way. */
abstract class FrontServer implements AutoCloseable {
    private static final int BACKLOG = 2000;

    private final ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ReferenceServer good = ReferenceServer.start();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "front-server");
        thread.setDaemon(true);
        return thread;
    });

    FrontServer() throws IOException {}

    /** Serves a connection, by its number from 0, and ends it; or hands it on. */
    abstract void serve(Socket socket, int number) throws IOException;

    /** To be called once, when it is ready to serve. */
    final void start() {
        threads.execute(this::accept);
    }

    final URI uri() {
        return URI.create("ws://localhost:" + listener.getLocalPort() + "/echo");
    }

    /** How many have come. */
    final int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                int number = connections.getAndIncrement();
                threads.execute(() -> serveAndEnd(socket, number));
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serveAndEnd(Socket socket, int number) {
        try (socket) {
            serve(socket, number);
        } catch (IOException e) {
            return; // the suite has seen enough
        }
    }

    /** Hands a connection on to the server that is good. */
    final void pass(Socket socket) throws IOException {
        try (Socket behind =
                new Socket(InetAddress.getLoopbackAddress(), good.uri().getPort())) {
            threads.execute(() -> copy(behind, socket));
            copy(socket, behind);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            return; // one of them has ended
        }
    }

    @Override
    public final void close() throws IOException {
        listener.close();
        good.close();
        threads.shutdownNow();
    }
}
