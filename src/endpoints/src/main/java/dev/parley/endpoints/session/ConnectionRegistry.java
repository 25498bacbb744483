package dev.parley.endpoints.session;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.Disconnect;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The open connections of one application: counts them against the limits and looks after them. Safe for any thread.
 * (Containers' own lists of open sessions mix endpoints or lack the newest.)
 */
public final class ConnectionRegistry {
    private static final Logger LOG = System.getLogger(ConnectionRegistry.class.getName());

    /** How long a container may take from the answer to a handshake to the open of its session. */
    static final Duration OPENING = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 20;
    private static final long NO_IDLE_TIMEOUT = -1; // 0 costs Tyrus a task a frame

    private final Settings settings;
    private final Executor workers;
    private final Executor closers;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final ConnectionEvents events;
    private final Semaphore heldThreads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ClosedSessions closedSessions = new ClosedSessions();
    private final Reservations reservations = new Reservations();
    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Makes an empty registry.
     *
     * @param workers runs pings, in which a container may block for a moment; takes whatever it is given
     * @param closers runs closes, in which a container may block for as long as a peer does not read: apart from
     *     {@code workers}, so that frozen peers do not delay the pings of the others; takes whatever it is given
     * @param nanoTime monotonic time
     * @param random for the nonces of pings
     * @param events hears of all connections
     */
    public ConnectionRegistry(
            Settings settings,
            Executor workers,
            Executor closers,
            LongSupplier nanoTime,
            RandomGenerator random,
            ConnectionEvents events) {
        this.settings = settings;
        this.workers = workers;
        this.closers = closers;
        this.nanoTime = nanoTime;
        this.random = random;
        this.events = events;
        this.heldThreads = new Semaphore(settings.echo().maxHeldThreads());
    }

    /**
     * Counts a handshake as a connection until its session opens, {@link #giveBack} is called, or it has taken too long.
     *
     * @return {@code false} if there are too many
     */
    public boolean reserve(Handshake handshake) {
        if (!count(handshake.remoteAddress())) {
            return false;
        }
        reservations.add(handshake, nanoTime());
        return true;
    }

    /** Undoes {@link #reserve}: no session will open; does nothing if one has. */
    public void giveBack(Handshake handshake) {
        if (reservations.remove(handshake).isPresent()) {
            uncount(handshake.remoteAddress());
        }
    }

    /** Takes an open session over; empty if there are too many, and the session is being closed with 1013. */
    public Optional<Connection> open(
            Session session, Handshake handshake, Profile profile, ConnectionListener listener) {
        session.setMaxIdleTimeout(NO_IDLE_TIMEOUT); // liveness is the sweep's business
        // A thread that does not run for a moment in a direct send is no reason to end the connection.
        TransportEnd.limitBlocking(session, profile.direct() ? writeTimeout() : closeTimeout());
        session.getAsyncRemote().setSendTimeout(2 * writeTimeout().toMillis()); // the sweep's deadline comes first
        Optional<Long> since = reservations.remove(handshake);
        boolean counted = since.isPresent() || count(handshake.remoteAddress());
        if (!counted) {
            Disconnect why = closed ? Disconnect.GOING_AWAY : Disconnect.TRY_AGAIN_LATER;
            closers.execute(() -> SessionTransport.close(session, why.code(), why.reason()));
            return Optional.empty();
        }
        Connection connection;
        try {
            connection = new Connection(this, session, handshake, profile, listener);
        } catch (RuntimeException e) { // the session may have ended meanwhile; then some containers throw
            uncount(handshake.remoteAddress());
            throw e;
        }
        connections.add(connection);
        events.opened(profile.endpoint(), since.map(nanos -> Duration.ofNanos(nanoTime() - nanos)));
        if (closed) { // closeAll() may have missed it
            connection.disconnect(Disconnect.GOING_AWAY);
        }
        return Optional.of(connection);
    }

    /** Returns how many connections are open or about to be. */
    public int size() {
        return count.get();
    }

    /** Returns how many connections the address has open or is about to have. */
    public int size(String remoteAddress) {
        return perAddress.getOrDefault(remoteAddress, 0);
    }

    /** Returns how many bytes wait to be sent to all of them. */
    public long queuedBytes() {
        long bytes = 0;
        for (Connection connection : connections) {
            bytes += connection.queuedBytes();
        }
        return bytes;
    }

    /** Looks after every connection; to be called often compared to the heartbeat's interval. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (Connection connection : connections) {
            try {
                connection.sweep(now);
            } catch (RuntimeException e) { // boundary of the sweep's thread: one connection must not stop it for all
                LOG.log(Level.WARNING, "sweep of a connection failed", e);
            }
        }
        shed(now);
        for (Handshake handshake : reservations.removeOverdue(now, OPENING.toNanos())) {
            uncount(handshake.remoteAddress());
        }
        endTransports(now, closeTimeout());
    }

    /** What waits for one connection, seen once, so that it can be compared. */
    private record Waiting(Connection connection, long bytes, long stalledNanos) {}

    /** Drops the slowest connections while all together wait for more than may wait. */
    private void shed(long now) {
        long most = settings.outbox().memory();
        long total = queuedBytes();
        if (total <= most) {
            return;
        }
        List<Waiting> slowest = connections.stream()
                .map(connection -> new Waiting(connection, connection.queuedBytes(), connection.stalledNanos(now)))
                .filter(waiting -> waiting.bytes() > 0)
                .sorted(Comparator.comparingLong(Waiting::stalledNanos).reversed())
                .toList();
        long left = total;
        int dropped = 0;
        for (Waiting waiting : slowest) {
            if (left > most) {
                waiting.connection().shed();
                left -= waiting.bytes();
                dropped++;
            }
        }
        LOG.log(
                Level.WARNING,
                "{0} bytes wait to be sent, more than {1}: the {2} slowest connections were dropped",
                total,
                most,
                dropped);
    }

    private void endTransports(long now, Duration patience) {
        for (Session session : closedSessions.overdue(now, patience.toNanos())) {
            closers.execute(() -> TransportEnd.of(session));
        }
    }

    /** A connection begins to close its session; its transport is looked after until it has ended. */
    void closing(Session session) {
        closedSessions.add(session, nanoTime());
    }

    /** Takes no more connections and begins to close those there are. */
    public void closeAll() {
        closed = true;
        connections.forEach(connection -> connection.beginDisconnect(Disconnect.GOING_AWAY));
        connections.forEach(connection -> connection.disconnect(Disconnect.GOING_AWAY)); // tells the others of its end
    }

    /** Waits until no connection is left, and no transport; {@code false} if some still are after {@code patience}. */
    public boolean awaitEmpty(Duration patience) {
        long deadline = nanoTime.getAsLong() + patience.toNanos();
        synchronized (connections) {
            while (!connections.isEmpty() || closedSessions.linger()) {
                long millis = (deadline - nanoTime.getAsLong()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                try {
                    connections.wait(Math.min(millis, LOOK_MILLIS)); // nobody tells of the end of a transport
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    /** Ends what {@link #closeAll()} could not. */
    public void abandonAll() {
        connections.forEach(Connection::abandon);
        endTransports(nanoTime(), Duration.ZERO);
    }

    void remove(Connection connection) {
        if (connections.remove(connection)) {
            connection.tellOfEnd(events);
            uncount(connection.remoteAddress());
            synchronized (connections) {
                connections.notifyAll();
            }
        }
    }

    private boolean count(String address) {
        if (closed) {
            return false;
        }
        boolean within = count.incrementAndGet() <= settings.connections().max();
        within &= perAddress.merge(address, 1, Integer::sum)
                <= settings.connections().maxPerAddress();
        if (!within) {
            uncount(address);
        }
        return within;
    }

    private void uncount(String address) {
        count.decrementAndGet();
        perAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    long nonce() {
        return random.nextLong();
    }

    ConnectionEvents events() {
        return events;
    }

    Executor workers() {
        return workers;
    }

    Executor closers() {
        return closers;
    }

    Semaphore heldThreads() {
        return heldThreads;
    }

    Settings.Heartbeat heartbeat() {
        return settings.heartbeat();
    }

    Duration writeTimeout() {
        return settings.outbox().writeTimeout();
    }

    Duration closeTimeout() {
        return settings.outbox().closeTimeout();
    }
}
