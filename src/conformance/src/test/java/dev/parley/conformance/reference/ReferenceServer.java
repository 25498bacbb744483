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
    private static final int SILENCE_MILLIS = 100;

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
        Faults all = new Faults(faults);
        boolean oneByOne = all.has(Trait.ONE_AFTER_THE_OTHER);
        boolean atOnce = Trait.AT_ONCE.stream().anyMatch(all::has);
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                if (listener.isClosed()) { // while this was accepted
                    socket.close();
                    return;
                }
                if (company.isFull()) {
                    continue; // never served, never closed
                }
                if (oneByOne) {
                    serve(socket, this::begin);
                } else if (atOnce) {
                    Optional<Channel> begun = beginAtOnce(socket);
                    if (begun.isPresent()) {
                        threads.execute(() -> serve(socket, (same, mine) -> begun));
                    } else {
                        socket.close();
                        open.remove(socket);
                    }
                } else {
                    threads.execute(() -> serve(socket, this::begin));
                }
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Beginning {
        Optional<Channel> of(Socket socket, Faults mine) throws IOException;
    }

    private void serve(Socket socket, Beginning beginning) {
        try (socket) {
            socket.setTcpNoDelay(true);
            if (new Faults(faults).has(Trait.ENDS_AFTER_SILENCE)) {
                socket.setSoTimeout(SILENCE_MILLIS);
            }
            talk(socket, beginning);
        } catch (IOException e) {
            // a client may end a connection as it likes
        } finally {
            open.remove(socket);
        }
    }

    private void talk(Socket socket, Beginning beginning) throws IOException {
        Faults mine = new Faults(faults);
        try {
            Optional<Channel> channel = beginning.of(socket, mine);
            if (channel.isPresent()) {
                new ReferenceConnection(channel.get(), mine, company).run();
            }
        } catch (IOException e) {
            boolean hello = e instanceof SSLException;
            if (mine.has(Trait.DIES_OF_RESET) || (hello && mine.has(Trait.DIES_OF_BAD_HELLO))) {
                company.die(); // the suite resets connections on purpose, and others speak no TLS
            }
            throw e;
        }
    }

    private Optional<Channel> begin(Socket socket, Faults mine) throws IOException {
        Optional<Channel> channel =
                tls.isPresent() ? TlsGate.open(socket, tls.get(), mine, company) : Optional.of(Channel.plain(socket));
        if (channel.isPresent()
                && (mine.has(Trait.LOOKS_FOR_END_IN_LAST_READ) || mine.has(Trait.LOSES_BYTE_BEHIND_CUT_HEAD))) {
            return Optional.of(channel.get().withOneRead());
        }
        if (channel.isPresent() && mine.has(Trait.READS_ONE_REQUEST_AT_A_TIME)) {
            return Optional.of(channel.get().withHeadRead());
        }
        return channel;
    }

    /** Before the next connection is accepted. */
    private Optional<Channel> beginAtOnce(Socket socket) {
        try {
            return begin(socket, new Faults(faults));
        } catch (IOException e) {
            return Optional.empty();
        }
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
