package dev.parley.containers.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A network between one client and the server that can be cut: bytes vanish in both directions, and neither side is told
 * by FIN or reset, as when a cable is pulled. Safe for any thread.
 */
public final class FaultProxy implements AutoCloseable {
    private final URI target;
    private final ServerSocket listener;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> serverEnded = new CompletableFuture<>();
    private final Semaphore probed = new Semaphore(0);
    private volatile boolean cut;

    /** Listens on a free loopback port for one client of {@code target}. */
    public FaultProxy(URI target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        start("fault-proxy-accept", this::accept);
    }

    /** Returns the target's address by way of this proxy. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + target.getRawPath());
    }

    /** Cuts the line, for good. */
    public void cut() {
        cut = true;
    }

    /** Waits until the server has let go of its connection, which after a cut it can only do of its own accord. */
    public void awaitServerEnd(Duration limit) throws InterruptedException {
        try {
            serverEnded.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the server did not end the connection within " + limit, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private void accept() {
        try {
            Socket client = listener.accept();
            open.add(client);
            Socket server = RawWebSocket.connect(target, 0, 0);
            open.add(server);
            start("fault-proxy-up", () -> pump(client, server));
            start("fault-proxy-down", () -> {
                pump(server, client);
                probeUntilReset(server);
            });
        } catch (IOException e) {
            serverEnded.completeExceptionally(e); // closed before a client came, or the server does not answer
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, n);
                }
            }
            if (!cut) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            // an end by reset; the other side learns of it from close()
        }
    }

    /** After its FIN the server may still be reading: only a reset, the answer to data, proves that it let go. */
    private void probeUntilReset(Socket server) {
        try {
            OutputStream out = server.getOutputStream();
            while (true) {
                out.write(0);
                CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(probed::release);
                probed.acquire();
            }
        } catch (IOException e) {
            serverEnded.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes all sockets, which ends the threads. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
