package dev.parley.conformance.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * An echo server on parley-wire that keeps every rule, unless a {@link Planted} is switched on: what the cases are tested
 * with. A thread per connection, loopback only.
 */
public final class ReferenceServer implements AutoCloseable {
    private static final int BACKLOG = 2000;

    private final ServerSocket listener;
    private final Optional<SSLContext> tls;
    private final Set<Planted> faults;
    private final Company company = new Company(this::end);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "reference-server");
        thread.setDaemon(true);
        return thread;
    });

    private ReferenceServer(ServerSocket listener, Optional<SSLContext> tls, Set<Planted> faults) {
        this.listener = listener;
        this.tls = tls;
        this.faults = faults;
    }

    /** Starts one on a free port. */
    public static ReferenceServer start(Planted... faults) throws IOException {
        return start(Optional.empty(), faults);
    }

    /** Starts one on a free port that speaks TLS with the keys of {@code context}. */
    public static ReferenceServer start(SSLContext context, Planted... faults) throws IOException {
        return start(Optional.of(context), faults);
    }

    private static ReferenceServer start(Optional<SSLContext> tls, Planted... faults) throws IOException {
        return start(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), tls, faults);
    }

    /** Starts one on a socket that is bound already, of TLS for instance; {@link #uri} says ws all the same. */
    public static ReferenceServer start(ServerSocket listener, Planted... faults) {
        return start(listener, Optional.empty(), faults);
    }

    private static ReferenceServer start(ServerSocket listener, Optional<SSLContext> tls, Planted... faults) {
        ReferenceServer server = new ReferenceServer(listener, tls, Set.of(faults));
        server.threads.execute(server::acceptAll);
        return server;
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create((tls.isPresent() ? "wss" : "ws") + "://localhost:" + listener.getLocalPort() + "/echo");
    }

    private void acceptAll() {
        boolean oneByOne = new Faults(faults).has(Trait.ONE_AFTER_THE_OTHER);
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                if (oneByOne) {
                    serve(socket);
                } else {
                    threads.execute(() -> serve(socket));
                }
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        Faults mine = new Faults(faults);
        try (socket) {
            socket.setTcpNoDelay(true);
            Optional<Channel> channel = mine.has(Trait.READS_ONE_HELLO_AT_A_TIME)
                    ? company.alone(() -> open(socket, mine))
                    : open(socket, mine);
            if (channel.isPresent()) {
                new ReferenceConnection(channel.get(), mine, company).run();
            }
        } catch (IOException e) {
            boolean hello = e instanceof SSLException;
            if (mine.has(Trait.DIES_OF_RESET) || (hello && mine.has(Trait.DIES_OF_BAD_HELLO))) {
                company.die(); // the suite resets connections on purpose, and others speak no TLS
            }
        } finally {
            open.remove(socket);
        }
    }

    private Optional<Channel> open(Socket socket, Faults mine) throws IOException {
        return tls.isPresent() ? TlsGate.open(socket, tls.get(), mine) : Optional.of(Channel.plain(socket));
    }

    private void end() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            company.end(); // last: who waits for it must find the sockets closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
        threads.shutdownNow();
    }
}
